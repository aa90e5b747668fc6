"""The client of genai-svc."""

from collections.abc import Mapping

from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer, Upstream


class GenaiClient(ServiceClient):
    """genai-svc: writes copy and checks claims.

    Args:
        upstream: The service.
        seconds: Time limit of a check.
        copy_seconds: Time limit of writing copy.
    """

    def __init__(self, upstream: Upstream, seconds: float, copy_seconds: float) -> None:
        super().__init__(upstream, seconds)
        self._copy_seconds = copy_seconds

    async def write_copy(
        self, brief: Mapping[str, object], *, fresh: bool, key: str | None
    ) -> Answer:
        """New copy; `key` is the caller's Idempotency-Key."""
        return await self.call(
            "POST",
            "/v1/copy",
            limit=self._copy_seconds,
            params={"fresh": "true"} if fresh else None,
            headers=None if key is None else {"Idempotency-Key": key},
            json=dict(brief),
        )

    async def check_claims(self, texts: Mapping[str, object]) -> Answer:
        """Claims in texts that the plan doesn't support."""
        return await self.call("POST", "/v1/claims:check", json=dict(texts))
