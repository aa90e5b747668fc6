"""What-if over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from fleet.errors import Conflict, InvalidInput, SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from strategy_svc.resources import Resources
from strategy_svc.simulation.schemas import Simulation, SimulationRequest
from strategy_svc.simulation.service import simulate

router = APIRouter(tags=["plan"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


# A plain function: FastAPI runs it in a worker, so that the optimum never blocks the loop.
@router.post(
    "/v1/plan:simulate",
    operation_id="simulate_plan",
    responses=declare(Conflict, InvalidInput, SnapshotUnavailable),
)
def simulate_plan(resources: Res, response: Response, request: SimulationRequest) -> Simulation:
    """The plan under other settings, locks and discounts, beside the plan as it stands."""
    loaded = resources.plan.current
    response.headers[SNAPSHOT_HEADER] = loaded.snapshot.id
    return simulate(loaded, request, resources.currency)
