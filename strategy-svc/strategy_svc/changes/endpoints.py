"""What changed in the advice, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from fleet.cursors import MAX_PAGE
from fleet.errors import DocumentsUnavailable, InvalidInput, SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.changes.schemas import Kind, PlanChanges
from strategy_svc.resources import Resources

router = APIRouter(tags=["plan"])


@router.get(
    "/v1/plan/changes",
    operation_id="get_plan_changes",
    responses=declare(InvalidInput, SnapshotUnavailable, DocumentsUnavailable),
)
async def get_changes(
    resources: Annotated[Resources, Depends(resources_of(Resources))],
    response: Response,
    kind: Annotated[Kind | None, Query(description="Only changes of this kind")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
) -> PlanChanges:
    """What is new, gone or different compared with the plan of a week ago.

    The live plan is compared with this shop's newest live plan from at least seven days before, or
    with the oldest of the week if none is that old. Refreshes of the same day aren't compared.
    """
    found = await resources.changes.read(kind=kind, limit=limit)
    response.headers[SNAPSHOT_HEADER] = found.snapshot
    return found
