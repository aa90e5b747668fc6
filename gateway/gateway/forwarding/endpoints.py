"""`/v1/*`, answered by the service that owns it."""

from functools import cache

from fastapi import APIRouter, Request, Response

from fleet.disconnects import cancel_on_disconnect
from gateway.forwarding.messages import request_headers, target_of, to_response
from gateway.forwarding.routes import FORWARDED, METHODS, READING, Forwarded
from gateway.resources import Res, Resources


@cache
def forwarding_router() -> APIRouter:
    """One route per prefix of the table, and per border it can end at."""
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


def _endpoint(row: Forwarded):  # noqa: ANN202 - the type of a closure that FastAPI reads
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
    # A change that has begun is completed even if the client has gone. Requests that take
    # long write copy or try a plan: they change nothing.
    ends_early = row.takes_long or request.method in READING
    answer = await (cancel_on_disconnect(request.receive, call) if ends_early else call)
    return to_response(answer, client.name, head=request.method == "HEAD")
