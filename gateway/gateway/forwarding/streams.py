"""Streams forwarded as they arrive: uploaded files and refresh events."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import Final

import httpx
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fleet.errors import SmartRetailError
from gateway.clients.upstream import Answer
from gateway.forwarding.messages import ascii_header, request_headers, target_of, to_response
from gateway.resources import Res

router = APIRouter(prefix="/v1", include_in_schema=False)
STREAMED: Final = frozenset({("POST", "/v1/uploads")})
"""Routes without the gateway's body limit: the service enforces its own."""
_log = structlog.get_logger("gateway.streams")


@router.post("/uploads")
async def upload(request: Request, resources: Res) -> Response:
    """A file, forwarded as it arrives without being buffered."""
    client = resources.clients.refresh
    headers = request_headers(request)
    if "content-length" in request.headers:
        headers["content-length"] = request.headers["content-length"]
    answer = await client.upload(target_of(request.scope), headers, request.stream())
    return to_response(answer, client.name)


@router.get("/refreshes/{refresh_id}/events")
async def events(refresh_id: str, request: Request, resources: Res) -> Response:
    """The events of a refresh, each passed on at once."""
    client = resources.clients.refresh
    headers = request_headers(request)
    if "last-event-id" in request.headers:
        last = request.headers["last-event-id"]
        headers["last-event-id"] = ascii_header("last-event-id", last)
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(client.events(target_of(request.scope), headers))
        if not found.is_success:
            content = b"".join([part async for part in found.aiter_raw()])
            return to_response(Answer(found.status_code, found.headers, content), client.name)
        return StreamingResponse(
            _parts(found, stack.pop_all(), refresh_id),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


async def _parts(
    found: httpx.Response, stack: AsyncExitStack, refresh_id: str
) -> AsyncGenerator[bytes]:
    """The events; if the service stops, the stream ends and the page reconnects."""
    try:
        async with stack:
            async for part in found.aiter_raw():
                yield part
    except SmartRetailError as error:
        _log.warning("events_broken_off", refresh=refresh_id, detail=error.detail)
