"""The client of refresh-svc."""

from collections.abc import AsyncIterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final

import httpx

from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer, Upstream

IDLE_SECONDS: Final = 60.0
"""Idle limit of an event stream; the service sends a keep-alive four times as often."""


class RefreshClient(ServiceClient):
    """refresh-svc: uploaded files, and the refreshes that use them.

    Args:
        upstream: The service.
        seconds: Time limit of a request.
        upload_seconds: Time limit of a whole upload.
    """

    def __init__(self, upstream: Upstream, seconds: float, upload_seconds: float) -> None:
        super().__init__(upstream, seconds)
        self._upload_seconds = upload_seconds

    async def upload(
        self, target: str, headers: Mapping[str, str], content: AsyncIterable[bytes]
    ) -> Answer:
        """Send a file as it arrives, without buffering it."""
        return await self.call(
            "POST", target, limit=self._upload_seconds, headers=headers, content=content
        )

    def events(
        self, target: str, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """The events of a refresh, as a stream."""
        return self.upstream.stream(target, idle=IDLE_SECONDS, headers=headers)
