"""Forwards `/v1/*` to the service that owns the path."""

from contextlib import AsyncExitStack
from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fleet.disconnects import cancel_on_disconnect
from gateway.clients.upstream import Answer
from gateway.forwarding.messages import ascii_header, request_headers, target_of, to_response
from gateway.forwarding.routes import FORWARDED, METHODS, READING, Forwarded
from gateway.forwarding.streams import event_parts
from gateway.resources import Res, Resources

streams = APIRouter(prefix="/v1", include_in_schema=False)


@streams.post("/uploads")
async def upload(request: Request, resources: Res) -> Response:
    """A file, forwarded as it arrives without being buffered."""
    client = resources.clients.refresh
    headers = request_headers(request)
    if "content-length" in request.headers:
        headers["content-length"] = request.headers["content-length"]
    answer = await client.upload(target_of(request.scope), headers, request.stream())
    return to_response(answer, client.name)


@streams.get("/refreshes/{refresh_id}/events")
async def events(refresh_id: str, request: Request, resources: Res) -> Response:
    """The events of a refresh, each forwarded immediately."""
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
            event_parts(found, stack.pop_all(), refresh_id),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


@cache
def forwarding_router() -> APIRouter:
    """A route for each prefix in the table and each separator that may follow it."""
    router = APIRouter()
    for row in FORWARDED:
        for border in ("", ":{verb}", "/{rest:path}"):
            router.add_api_route(
                row.prefix + border,
                _endpoint(row),
                methods=list(METHODS),
                include_in_schema=False,
            )
    return router


def _endpoint(row: Forwarded):  # noqa: ANN202 - FastAPI reads the closure's type
    async def forward(request: Request, resources: Res) -> Response:
        return await _forward(row, request, resources)

    return forward


async def _forward(row: Forwarded, request: Request, resources: Resources) -> Response:
    """Forward the request to the service and return its response."""
    client = resources.clients.by_name()[row.service]
    call = client.call(
        request.method,
        target_of(request.scope),
        limit=row.seconds(resources.settings),
        headers=request_headers(request),
        content=await request.body() or None,
    )
    # A change is completed even if the client disconnects. Slow requests write copy or simulate a
    # plan, which change nothing, so those are cancelled.
    ends_early = row.takes_long or request.method in READING
    answer = await (cancel_on_disconnect(request.receive, call) if ends_early else call)
    return to_response(answer, client.name, head=request.method == "HEAD")
