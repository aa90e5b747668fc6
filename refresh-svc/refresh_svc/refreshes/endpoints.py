"""Refreshes over HTTP, their progress as server-sent events (WHATWG HTML, 9.2)."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import StreamingResponse

from fleet.callers import Caller, caller_of
from fleet.errors import Conflict, InvalidInput, NotFound
from fleet.problems import declare
from fleet.service import resources_of
from refresh_svc.refreshes.schemas import Refresh, Refreshes, RefreshRequest
from refresh_svc.resources import Resources

router = APIRouter(prefix="/v1/refreshes", tags=["refreshes"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
Who = Annotated[Caller, Depends(caller_of)]
BEAT_SECONDS: Final = 15.0
EVENT_SECONDS: Final = 0.25
_RETRY = b"retry: 2000\n\n"
_BEAT = b": still here\n\n"
_STREAM: dict[int | str, dict[str, object]] = {
    200: {
        "description": "Events `progress`, then one of `done`, `failed`, `cancelled`; the data of "
        "each is the refresh",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post(
    "",
    operation_id="start_refresh",
    status_code=202,
    responses=declare(Conflict, NotFound, InvalidInput),
)
async def start_refresh(
    response: Response, resources: Res, caller: Who, refresh: RefreshRequest | None = None
) -> Refresh:
    """Start a refresh; one at a time. The live snapshot changes only when it is done."""
    begun = await resources.refreshes.start(refresh or RefreshRequest(), caller.name)
    response.headers["Location"] = f"/v1/refreshes/{begun.id}"
    return begun


@router.get("", operation_id="list_refreshes")
async def list_refreshes(resources: Res) -> Refreshes:
    """The latest refreshes, and the files behind the live snapshot."""
    return await resources.refreshes.list()


@router.get(
    "/{refresh_id}/events",
    operation_id="watch_refresh",
    response_class=StreamingResponse,
    responses={**declare(NotFound), **_STREAM},
)
async def watch_refresh(
    refresh_id: str, resources: Res, last_event_id: Annotated[str, Header()] = ""
) -> StreamingResponse:
    """Progress of a refresh as a stream; `Last-Event-ID` skips events already seen."""
    await resources.refreshes.get(refresh_id)
    seen = int(last_event_id[:12]) if last_event_id.isascii() and last_event_id.isdigit() else 0
    changes = resources.refreshes.changes(refresh_id, seen, resources.beat_seconds)
    return StreamingResponse(
        _events(changes),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/{refresh_id}", operation_id="get_refresh", responses=declare(NotFound))
async def get_refresh(refresh_id: str, resources: Res) -> Refresh:
    """One refresh and its progress."""
    return await resources.refreshes.get(refresh_id)


@router.post(
    "/{refresh_id}:cancel",
    operation_id="cancel_refresh",
    status_code=202,
    responses=declare(NotFound, Conflict),
)
async def cancel_refresh(refresh_id: str, resources: Res, caller: Who) -> Refresh:
    """Cancel a refresh. The live snapshot stays, unless the refresh has just finished."""
    return await resources.refreshes.cancel(refresh_id, caller.name)


async def _events(changes: AsyncGenerator[Refresh | None]) -> AsyncGenerator[bytes]:
    """The stream, limited to four events a second."""
    yield _RETRY
    async for refresh in changes:
        if refresh is None:
            yield _BEAT
            continue
        name = refresh.status if refresh.ended else "progress"
        data = refresh.model_dump_json()
        yield f"id: {refresh.revision}\nevent: {name}\ndata: {data}\n\n".encode()
        if not refresh.ended:
            await asyncio.sleep(EVENT_SECONDS)
