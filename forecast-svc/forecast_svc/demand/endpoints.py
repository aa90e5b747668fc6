"""Demand over HTTP: the contract's bare list, and the same data under `/v1`."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from fleet.errors import InvalidInput, NotFound, SnapshotUnavailable
from fleet.paging import Page, PageQuery
from fleet.prepared import SNAPSHOT_HEADER, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from forecast_svc.demand import service
from forecast_svc.demand.schemas import (
    DemandAccuracy,
    DemandAnswer,
    DemandContractRow,
    DemandMoves,
    DemandSummary,
    ProductDemand,
)
from forecast_svc.resources import Resources

Res = Annotated[Resources, Depends(resources_of(Resources))]
contract = APIRouter(tags=["contract"], responses=declare(SnapshotUnavailable))
router = APIRouter(prefix="/v1/demand", tags=["demand"], responses=declare(SnapshotUnavailable))


@contract.head("/demand", include_in_schema=False)
@contract.get("/demand", operation_id="demand_contract", response_model=list[DemandContractRow])
async def demand_contract(request: Request, resources: Res) -> Response:
    """Every product and its expected units of the next seven days, as a bare array."""
    loaded = resources.demand()
    return prepared_response(request, loaded.view.contract, snapshot_id=loaded.snapshot.id)


@router.get("", operation_id="list_demand", responses=declare(InvalidInput))
async def list_demand(
    response: Response,
    resources: Res,
    query: Annotated[PageQuery, Depends()],
    *,
    q: Annotated[str | None, Query(description="Part of a code or name", max_length=100)] = None,
    method: Annotated[
        str | None,
        Query(description="Only this rule", examples=["gradient_boosting"], max_length=64),
    ] = None,
    trust: Annotated[
        str | None, Query(description="Only this grade", examples=["A"], max_length=8)
    ] = None,
    min_demand: Annotated[
        float | None, Query(description="At least this many units", ge=0, allow_inf_nan=False)
    ] = None,
) -> Page[ProductDemand]:
    """Expected demand per product, a page at a time; sort by any field."""
    loaded = resources.demand()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(
        lambda: service.list_demand(
            loaded, query, search=q, method=method, trust=trust, min_demand=min_demand
        )
    )


@router.get("/summary", operation_id="demand_summary")
async def demand_summary(response: Response, resources: Res) -> DemandSummary:
    """The week ahead at a glance: total units, top products, rules used."""
    loaded = resources.demand()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(service.summarise, loaded)


@router.get("/accuracy", operation_id="demand_accuracy", responses=declare(NotFound))
async def demand_accuracy(response: Response, resources: Res) -> DemandAccuracy:
    """Forecast accuracy: error, bias and coverage on weeks the models hadn't seen."""
    loaded = resources.demand()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.accuracy_of(loaded)


@router.get("/moves", operation_id="demand_moves", responses=declare(NotFound))
async def demand_moves(response: Response, resources: Res) -> DemandMoves:
    """Changes in demand: the week ahead against a usual week, by department and product."""
    loaded = resources.demand()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.demand_changes_of(loaded)


@router.get("/{stock_code:path}", operation_id="demand_of_product", responses=declare(NotFound))
async def demand_of_product(
    stock_code: Annotated[str, Path(description="Code of the product", examples=["85123A"])],
    response: Response,
    resources: Res,
) -> DemandAnswer:
    """Expected demand of one product."""
    loaded = resources.demand()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return service.demand_of(loaded, stock_code)
