"""The stability certificate over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from fleet.errors import NotFound, SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.problems import declare
from fleet.service import resources_of
from fleet.statements import statement
from segmentation_svc.resources import Resources
from segmentation_svc.stability.schemas import StabilityAnswer

Res = Annotated[Resources, Depends(resources_of(Resources))]
router = APIRouter(tags=["segments"], responses=declare(SnapshotUnavailable))


@router.get(
    "/v1/segments/stability", operation_id="segments_stability", responses=declare(NotFound)
)
async def segments_stability(response: Response, resources: Res) -> StabilityAnswer:
    """How reliable the segments are, measured 90 days before the snapshot's date."""
    current = resources.customers.current
    response.headers[SNAPSHOT_HEADER] = current.snapshot.id
    certificate = current.view.segments.certificate
    if certificate is None:
        raise NotFound(
            statement("no_certificate"), note="`smartretail refresh` writes the certificate."
        )
    return StabilityAnswer(**certificate.model_dump(), snapshot=current.snapshot.id)
