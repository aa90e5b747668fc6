"""Dismissals over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from fleet.callers import Caller, caller_of
from fleet.errors import (
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    SnapshotUnavailable,
    Unauthenticated,
)
from fleet.paging import CursorPage, CursorQuery
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.dismissals.schemas import (
    CurrentDismissals,
    DismissalEntry,
    DismissalRequest,
    UndoRequest,
)
from strategy_svc.dismissals.service import Dismissals
from strategy_svc.resources import Resources

router = APIRouter(tags=["dismissals"])
_WRITING = declare(
    Unauthenticated, Forbidden, InvalidInput, SnapshotUnavailable, DocumentsUnavailable
)


def _dismissals(resources: Annotated[Resources, Depends(resources_of(Resources))]) -> Dismissals:
    return resources.dismissals


DismissalsParam = Annotated[Dismissals, Depends(_dismissals)]


@router.post("/v1/dismissals", status_code=201, operation_id="dismiss_action", responses=_WRITING)
async def dismiss_action(
    dismissals: DismissalsParam,
    by: Annotated[Caller, Depends(caller_of)],
    request: DismissalRequest,
) -> DismissalEntry:
    """Dismiss a recommended action for everyone; requires the role planner.

    It stays dismissed while the advice is unchanged, for at most seven days of sales data. If
    several people dismiss it, the last one counts, and all are recorded.
    """
    return await dismissals.dismiss(request.action, request.reason, by)


@router.post(
    "/v1/dismissals:undo", status_code=201, operation_id="undo_dismissal", responses=_WRITING
)
async def undo_dismissal(
    dismissals: DismissalsParam, by: Annotated[Caller, Depends(caller_of)], request: UndoRequest
) -> DismissalEntry:
    """Undo a dismissal, whoever made it; requires the role planner."""
    return await dismissals.undo(request.action, by)


@router.get(
    "/v1/dismissals",
    operation_id="list_dismissals",
    responses=declare(SnapshotUnavailable, DocumentsUnavailable),
)
async def list_dismissals(dismissals: DismissalsParam, response: Response) -> CurrentDismissals:
    """Actions currently dismissed on the live snapshot, with who, when and why."""
    found = await dismissals.current()
    response.headers[SNAPSHOT_HEADER] = found.snapshot
    return found


@router.get(
    "/v1/dismissals/history",
    operation_id="list_dismissal_history",
    responses=declare(InvalidInput, DocumentsUnavailable),
)
async def list_history(
    dismissals: DismissalsParam,
    paging: Annotated[CursorQuery, Depends()],
    stock_code: Annotated[str | None, Query(max_length=200, examples=["22423"])] = None,
) -> CursorPage[DismissalEntry]:
    """All dismissals and undos, page by page, newest first."""
    where = {} if stock_code is None else {"stock_code": stock_code}
    page, total = await dismissals.history(where, after=paging.cursor, limit=paging.limit)
    items = [DismissalEntry.model_validate(entry) for entry in page.documents]
    return CursorPage[DismissalEntry](items=items, next_cursor=page.next_cursor, total=total)
