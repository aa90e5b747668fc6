"""What is passed on as it comes: a file on its way in, and events on their way out."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import Final

import httpx
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fleet.errors import SmartRetailError
from fleet.upstream import Answer
from gateway.resources import Res
from gateway.upstreams.passing import ascii_header, headers_for, passed_back, target_of

router = APIRouter(prefix="/v1", include_in_schema=False)
STREAMED: Final = frozenset({("POST", "/v1/uploads")})
"""Routes without our limit of the body: the service counts what comes, and refuses too much."""
IDLE_SECONDS: Final = 60.0
"""Of a stream of events; the service shows four times as often that it lives."""
_log = structlog.get_logger("gateway.streams")


@router.post("/uploads")
async def upload(request: Request, resources: Res) -> Response:
    """A file, passed on while it comes: nothing of it is held here."""
    upstream = resources.upstreams["refresh-svc"]
    told = headers_for(request)
    if "content-length" in request.headers:
        told["content-length"] = request.headers["content-length"]
    answer = await upstream.call(
        "POST",
        target_of(request.scope),
        limit=resources.settings.upload_seconds,
        headers=told,
        content=request.stream(),
    )
    return passed_back(answer, upstream)


@router.get("/refreshes/{refresh_id}/events")
async def events(refresh_id: str, request: Request, resources: Res) -> Response:
    """The events of a refresh, each passed on at once."""
    upstream = resources.upstreams["refresh-svc"]
    told = headers_for(request)
    if "last-event-id" in request.headers:
        told["last-event-id"] = ascii_header("last-event-id", request.headers["last-event-id"])
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(
            upstream.stream(target_of(request.scope), idle=IDLE_SECONDS, headers=told)
        )
        if not found.is_success:
            content = b"".join([part async for part in found.aiter_raw()])
            return passed_back(Answer(found.status_code, found.headers, content), upstream)
        return StreamingResponse(
            _parts(found, stack.pop_all(), refresh_id),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


async def _parts(
    found: httpx.Response, stack: AsyncExitStack, refresh_id: str
) -> AsyncGenerator[bytes]:
    """What comes; a service that goes away ends the stream, and the page asks again."""
    try:
        async with stack:
            async for part in found.aiter_raw():
                yield part
    except SmartRetailError as error:
        _log.warning("events_broken_off", refresh=refresh_id, detail=error.detail)
