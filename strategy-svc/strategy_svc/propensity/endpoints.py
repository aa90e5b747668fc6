"""The audience of a plan row over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.propensity.schemas import LikelyCustomer
from strategy_svc.propensity.service import customers_page
from strategy_svc.resources import Resources

router = APIRouter(tags=["plan"])
internal = APIRouter(prefix="/internal", tags=["for the gateway"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.get(
    "/v1/plan/{stock_code:path}/customers",
    operation_id="list_plan_customers",
    responses=declare(NotFound, InvalidInput, SnapshotUnavailable),
)
def list_plan_customers(
    resources: Res,
    response: Response,
    query: Annotated[PageQuery, Depends()],
    stock_code: Annotated[str, Path(max_length=200, examples=["22423"])],
    left_out: Annotated[
        bool, Query(description="List those who buy anyway and get no discount instead")
    ] = False,
) -> Page[LikelyCustomer]:
    """The customers a campaign is for, most valuable first; at most 5,000."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return customers_page(loaded, stock_code, query, left_out=left_out)


@internal.get(
    "/plan/{stock_code:path}/baseline-buyers",
    operation_id="list_baseline_buyers",
    responses=declare(NotFound, InvalidInput, SnapshotUnavailable),
)
def list_baseline_buyers(
    resources: Res,
    response: Response,
    query: Annotated[PageQuery, Depends()],
    stock_code: Annotated[str, Path(max_length=200, examples=["22423"])],
) -> Page[LikelyCustomer]:
    """Customers who buy anyway and don't get the discount; the gateway leaves them out."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return customers_page(loaded, stock_code, query, left_out=True)
