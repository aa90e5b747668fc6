"""Outcomes of earlier forecasts, over HTTP."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Request, Response

from fleet.errors import NotFound, SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from forecast_svc.outcomes import service
from forecast_svc.outcomes.schemas import DemandOutcomes, ProductOutcomes
from forecast_svc.resources import Resources

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(
    prefix="/v1/demand/outcomes", tags=["demand"], responses=declare(SnapshotUnavailable)
)


@router.head("", include_in_schema=False)
@router.get("", operation_id="demand_outcomes", response_model=DemandOutcomes)
async def demand_outcomes(request: Request, resources: Res) -> Response:
    """Every week that an earlier refresh forecast, scored against actual sales."""
    loaded, outcomes = resources.outcomes()
    return prepared_response(request, outcomes.summary, snapshot_id=loaded.snapshot.id)


@router.get(
    "/{stock_code:path}", operation_id="demand_outcomes_of_product", responses=declare(NotFound)
)
async def demand_outcomes_of_product(
    stock_code: Annotated[str, Path(description="Code of the product", examples=["85123A"])],
    response: Response,
    resources: Res,
) -> ProductOutcomes:
    """Earlier forecasts of one product, and its actual sales."""
    loaded, outcomes = resources.outcomes()
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return await anyio.to_thread.run_sync(service.outcomes_of, loaded, outcomes, stock_code)
