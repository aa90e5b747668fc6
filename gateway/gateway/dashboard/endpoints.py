from fastapi import APIRouter, Response

from fleet.errors import Forbidden, Unauthenticated
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from gateway.dashboard.schemas import Dashboard
from gateway.dashboard.service import compose
from gateway.resources import Res

router = APIRouter(tags=["dashboard"])


@router.get(
    "/v1/dashboard",
    operation_id="get_dashboard",
    responses=declare(Unauthenticated, Forbidden),
)
async def dashboard(resources: Res, response: Response) -> Dashboard:
    """The state of the shop and what to do about it, each section with its own status.

    Always 200: if a service is slow or down, only its own sections are missing.
    """
    composed = await compose(resources.clients.by_name(), resources.settings)
    response.headers["Cache-Control"] = "no-store"
    if composed.snapshot is not None:
        response.headers[SNAPSHOT_HEADER] = composed.snapshot
    return composed
