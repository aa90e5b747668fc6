"""The data-quality report over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from fleet.errors import NotFound, SnapshotUnavailable
from fleet.prepared import prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from fleet.statements import statement
from inventory_svc.ledger.schemas import QualityReport
from inventory_svc.resources import Resources

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(prefix="/v1", tags=["ledger"], responses=declare(SnapshotUnavailable, NotFound))


@router.head("/data-quality", include_in_schema=False)
@router.get("/data-quality", operation_id="data_quality", response_model=QualityReport)
async def data_quality(request: Request, resources: Res) -> Response:
    """Problems found in the sales data and what was done about them, with an example of each."""
    loaded = resources.state.current
    if loaded.view.quality is None:
        raise NotFound(statement("no_quality_report"), note="Run `smartretail refresh`.")
    return prepared_response(request, loaded.view.quality.body, snapshot_id=loaded.snapshot.id)
