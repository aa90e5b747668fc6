"""Copy over HTTP."""

from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Header, Query, Request

from contract.copy_requests import MAX_VARIANTS, Tone
from fleet.disconnects import cancel_on_disconnect
from fleet.errors import InvalidInput, Unavailable, UnusableAnswer
from fleet.problems import declare
from fleet.service import resources_of
from genai_svc.claims.languages import languages
from genai_svc.copywriting.schemas import CopyAnswer, CopyRequest, ProviderAnswer
from genai_svc.resources import Resources

router = APIRouter(tags=["copy"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="The same key returns the same answer while it is cached",
    ),
]
Fresh = Annotated[bool, Query(description="Write a new text, ignoring the cache")]


@router.post(
    "/v1/copy",
    operation_id="write_copy",
    responses=declare(InvalidInput, UnusableAnswer, Unavailable),
)
async def write_copy(
    resources: Res,
    request: CopyRequest,
    http: Request,
    idempotency_key: IdempotencyKey = None,
    fresh: Fresh = False,
) -> CopyAnswer:
    """Write an email and a WhatsApp message for one campaign.

    Identical requests share one call of the model; the call ends if all its clients disconnect.
    If the model fails, the answer is 502 or 503 with STRICT_PROVIDER, otherwise templates are used.
    """
    writing = resources.copy.write(request, idempotency_key=idempotency_key, fresh=fresh)
    return await cancel_on_disconnect(http.receive, writing)


@router.get("/v1/copy/provider", operation_id="get_copy_provider")
async def get_provider(resources: Res) -> ProviderAnswer:
    """Which provider writes the copy now, and the options available."""
    model = resources.copy.model
    return ProviderAnswer(
        provider=model.chat.provider if model else "template",
        model=model.chat.name if model else "templates",
        ready=model.chat.ready if model else True,
        circuit=model.breaker.state if model else "closed",
        languages=list(languages()),
        tones=list(get_args(Tone)),
        max_variants=MAX_VARIANTS,
    )
