"""The plan over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from contract.objectives import Objective
from contract.segments import Segment
from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.plan.schemas import ContractRow, PlanRow, PlanSummary
from strategy_svc.plan.service import plan_page, plan_row, plan_summary
from strategy_svc.resources import Resources

router = APIRouter(tags=["plan"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.head("/campaign-plan", include_in_schema=False)
@router.get(
    "/campaign-plan",
    operation_id="list_campaign_plan",
    response_model=list[ContractRow],
    responses=declare(SnapshotUnavailable),
)
async def campaign_plan(request: Request, resources: Res) -> Response:
    """The whole plan as a bare list, by priority."""
    loaded = resources.plan.current
    return prepared_response(request, loaded.view.contract_list, snapshot_id=loaded.snapshot.id)


# Plain functions: FastAPI runs them in a thread, so that sorting a frame never blocks the loop.
@router.get(
    "/v1/plan",
    operation_id="list_plan",
    responses=declare(InvalidInput, SnapshotUnavailable),
)
def list_plan(
    resources: Res,
    response: Response,
    query: Annotated[PageQuery, Depends()],
    objective: Annotated[Objective | None, Query()] = None,
    target_cluster: Annotated[Segment | None, Query()] = None,
) -> Page[PlanRow]:
    """The plan page by page, filtered and sorted."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return plan_page(loaded, query, objective=objective, target=target_cluster)


@router.get(
    "/v1/plan/summary",
    operation_id="get_plan_summary",
    responses=declare(SnapshotUnavailable),
)
def get_summary(resources: Res, response: Response) -> PlanSummary:
    """The plan at a glance: counts, money at stake, and the first ten campaigns."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return plan_summary(loaded, resources.currency)


@router.get(
    "/v1/plan/{stock_code:path}",
    operation_id="get_plan_row",
    responses=declare(NotFound, SnapshotUnavailable),
)
def get_plan_row(
    resources: Res,
    response: Response,
    stock_code: Annotated[str, Path(max_length=200, examples=["22423"])],
) -> PlanRow:
    """The campaign advised for one product, and why."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return plan_row(loaded, stock_code)
