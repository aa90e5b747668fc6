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
    DismissalEntry,
    DismissalRequest,
    Standing,
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
    """Put an action of Today aside, for everybody; takes the role planner.

    It stays aside while the same is advised, for seven days of the ledger at most. Of several
    people the last one counts, and each is on record.
    """
    return await dismissals.dismiss(request.action, request.reason, by)


@router.post(
    "/v1/dismissals:undo", status_code=201, operation_id="undo_dismissal", responses=_WRITING
)
async def undo_dismissal(
    dismissals: DismissalsParam, by: Annotated[Caller, Depends(caller_of)], request: UndoRequest
) -> DismissalEntry:
    """Let an action stand again, whoever put it aside; takes the role planner."""
    return await dismissals.undo(request.action, by)


@router.get(
    "/v1/dismissals",
    operation_id="list_dismissals",
    responses=declare(SnapshotUnavailable, DocumentsUnavailable),
)
async def list_dismissals(dismissals: DismissalsParam, response: Response) -> Standing:
    """What is aside on the live snapshot, with who put it there, when and why."""
    found = await dismissals.standing()
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
    """Everything that was put aside or taken back, page by page, the newest first."""
    where = {} if stock_code is None else {"stock_code": stock_code}
    page, total = await dismissals.history(where, after=paging.cursor, limit=paging.limit)
    items = [DismissalEntry.model_validate(entry) for entry in page.documents]
    return CursorPage[DismissalEntry](items=items, next_cursor=page.next_cursor, total=total)
