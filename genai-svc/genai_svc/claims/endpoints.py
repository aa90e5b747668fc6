"""The claims check over HTTP, for editors and approvers."""

from typing import Annotated

from fastapi import APIRouter, Depends

from fleet.errors import InvalidInput
from fleet.problems import declare
from fleet.service import resources_of
from genai_svc.claims.schemas import ClaimsAnswer, ClaimsRequest
from genai_svc.resources import Resources

router = APIRouter(tags=["copy"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.post("/v1/claims:check", operation_id="check_claims", responses=declare(InvalidInput))
def check_claims(resources: Res, request: ClaimsRequest) -> ClaimsAnswer:
    """Check a campaign's texts the way every generated text is checked."""
    return resources.claims.check(request)
