"""Measures a campaign over HTTP, for the gateway, which has access to audience and sales."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from contract.holdouts import MeasurementTerms
from fleet.errors import Conflict, InvalidInput, NotFound, SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.holdout.schemas import (
    ASSUMED_BASELINE,
    WINDOW_DAYS,
    HoldoutResult,
    MeasureRequest,
)
from strategy_svc.holdout.service import measure
from strategy_svc.resources import Resources

internal = APIRouter(prefix="/internal", tags=["for the gateway"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@internal.get("/holdout", operation_id="get_measurement_terms")
async def get_measurement_terms() -> MeasurementTerms:
    """How long a campaign is observed, and what is assumed about unknown customers."""
    return MeasurementTerms(window_days=WINDOW_DAYS, assumed_baseline=ASSUMED_BASELINE)


# A plain function, which FastAPI runs in a thread, because it reads the ledger.
@internal.post(
    "/holdout:measure",
    operation_id="measure_holdout",
    responses=declare(NotFound, Conflict, InvalidInput, SnapshotUnavailable),
)
def measure_holdout(resources: Res, response: Response, request: MeasureRequest) -> HoldoutResult:
    """What customers contacted and held out bought, added to earlier parts of the audience."""
    snapshot = resources.plan.current.snapshot
    response.headers[SNAPSHOT_HEADER] = snapshot.id
    return measure(snapshot, request)
