"""What-if over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from fleet.disconnects import cancel_on_disconnect
from fleet.errors import (
    Conflict,
    DeadlineExceeded,
    InvalidInput,
    SnapshotUnavailable,
    TooManyRequests,
)
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.resources import Resources
from strategy_svc.simulation.schemas import Simulation, SimulationRequest

router = APIRouter(tags=["plan"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.post(
    "/v1/plan:simulate",
    operation_id="simulate_plan",
    response_model=Simulation,
    responses=declare(
        Conflict, InvalidInput, TooManyRequests, DeadlineExceeded, SnapshotUnavailable
    ),
)
async def simulate_plan(http: Request, resources: Res, request: SimulationRequest) -> Response:
    """Simulate the plan with other settings and discounts, compared with the current one.

    Two are computed at a time; if the client disconnects, the computation stops.
    """
    loaded = resources.plan.current
    simulating = resources.simulations.simulate(loaded, request)
    body = await cancel_on_disconnect(http.receive, simulating)
    headers = {SNAPSHOT_HEADER: loaded.snapshot.id}
    return Response(body, media_type="application/json", headers=headers)
