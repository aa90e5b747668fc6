"""The base of all clients: one service and its time limit."""

from collections.abc import AsyncIterable, Mapping

import httpx

from gateway.clients.upstream import Answer, Upstream


class ServiceClient:
    """Calls one service. Responses are status, headers and bytes; nothing is parsed here.

    Every method raises `UpstreamUnavailable` or `DeadlineExceeded` if the service did not answer; a
    refusal counts as an answer.

    Args:
        upstream: The service.
        seconds: Default time limit.
    """

    def __init__(self, upstream: Upstream, seconds: float) -> None:
        self.upstream = upstream
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The name in errors and sections, e.g. `forecast-svc`."""
        return self.upstream.name

    async def call(
        self,
        method: str,
        path: str,
        *,
        limit: float | None = None,
        params: Mapping[str, str | int | float] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        content: bytes | AsyncIterable[bytes] | None = None,
    ) -> Answer:
        """Send one request; `limit` is in seconds."""
        return await self.upstream.call(
            method,
            path,
            limit=self._seconds if limit is None else limit,
            params=httpx.QueryParams(params) if params else None,
            headers=headers,
            json=json,
            content=content,
        )
