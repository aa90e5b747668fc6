"""Copy over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from fleet.errors import InvalidInput, declare
from fleet.service import resources_of
from genai_svc.copywriting.schemas import CopyAnswer, CopyRequest, ProviderAnswer
from genai_svc.resources import Resources

router = APIRouter(tags=["copy"])
Res = Annotated[Resources, Depends(resources_of(Resources))]


@router.post("/v1/copy", operation_id="write_copy", responses=declare(InvalidInput))
async def write_copy(resources: Res, request: CopyRequest) -> CopyAnswer:
    """Write an email and a WhatsApp message for one campaign."""
    return await resources.copy.write(request)


@router.get("/v1/copy/provider", operation_id="get_copy_provider")
async def get_provider(resources: Res) -> ProviderAnswer:
    """Who writes the copy now."""
    gemini, templates = resources.gemini, resources.copy.templates
    if gemini is not None:
        return ProviderAnswer(provider=gemini.provider, model=gemini.model, ready=gemini.ready)
    return ProviderAnswer(provider=templates.provider, model=templates.model, ready=True)
