"""Campaign routes that need more than campaign-svc knows."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Header, Query, Response

from contract.fields import CampaignId
from fleet.errors import (
    Conflict,
    DeadlineExceeded,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
    UpstreamUnavailable,
)
from fleet.problems import declare
from gateway.campaigns.audience import Audiences
from gateway.campaigns.errors import ClaimsViolated, MoveNotAllowed, OfferChanged, UnusableText
from gateway.campaigns.lift import campaign_lift
from gateway.campaigns.offer import Offers
from gateway.campaigns.schemas import (
    ApprovalPreview,
    ApprovalRequest,
    CampaignAnswer,
    CampaignLift,
    EditRequest,
    RestoreRequest,
)
from gateway.campaigns.service import CampaignReview
from gateway.clients.upstream import Answer
from gateway.forwarding.messages import to_response
from gateway.resources import Res

router = APIRouter(prefix="/v1/campaigns", tags=["campaigns"])
IfMatch = Annotated[
    str | None,
    Header(description="ETag of the campaign when it was read", examples=['"3-9f2c1ab04d7e5c66"']),
]
_REFUSED = declare(
    Unauthenticated, Forbidden, NotFound, InvalidInput, UpstreamUnavailable, DocumentsUnavailable,
    DeadlineExceeded,
)  # fmt: skip
_CHANGES = _REFUSED | declare(MoveNotAllowed, PreconditionFailed, PreconditionRequired)


def review_of(resources: Res) -> CampaignReview:
    """Dependency that provides the use case with its clients."""
    clients = resources.clients
    return CampaignReview(
        clients.campaign,
        clients.genai,
        Offers(clients.strategy, clients.inventory),
        Audiences(clients.strategy, clients.segmentation, clients.campaign),
    )


Review = Annotated[CampaignReview, Depends(review_of)]


def _response(answer: Answer, review: CampaignReview) -> Response:
    return to_response(answer, review.campaigns.name)


@router.patch(
    "/{campaign_id:path}",
    operation_id="edit_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(InvalidInput, UnusableText),
)
async def edit_campaign(
    campaign_id: CampaignId, body: EditRequest, review: Review, if_match: IfMatch = None
) -> Response:
    """Save new texts as a new draft version; texts with unbacked claims are refused."""
    return _response(await review.edit(campaign_id, body, if_match), review)


@router.post(
    "/{campaign_id:path}:restore",
    operation_id="restore_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(MoveNotAllowed, ClaimsViolated),
)
async def restore_campaign(
    campaign_id: CampaignId, body: RestoreRequest, review: Review, if_match: IfMatch = None
) -> Response:
    """Save the text of another version as a new draft version."""
    return _response(await review.restore(campaign_id, body, if_match), review)


@router.post(
    "/{campaign_id:path}:approve",
    operation_id="approve_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(MoveNotAllowed, ClaimsViolated, OfferChanged),
)
async def approve_campaign(
    campaign_id: CampaignId, body: ApprovalRequest, review: Review, if_match: IfMatch = None
) -> Response:
    """Approve a campaign in review. Its last editor can't approve it.

    The claims are checked again, and the offer is compared with the live plan: if stock, discount
    or price have changed, the refusal says what to send to confirm. The audience is frozen, without
    opted-out customers and without a random holdout.
    """
    return _response(await review.approve(campaign_id, body, if_match), review)


@router.get(
    "/{campaign_id:path}/approval",
    operation_id="preview_campaign_approval",
    responses=_REFUSED,
)
async def preview_approval(
    campaign_id: CampaignId,
    review: Review,
    effect: Annotated[
        float, Query(gt=0, le=1, description="Smallest increase worth detecting")
    ] = 0.02,
) -> ApprovalPreview:
    """Preview an approval: unbacked claims, changes in the offer, and the suggested holdout."""
    return await review.preview(campaign_id, effect)


@router.get(
    "/{campaign_id:path}/lift",
    operation_id="get_campaign_lift",
    responses=_REFUSED | declare(Conflict),
)
async def get_campaign_lift(campaign_id: CampaignId, resources: Res) -> CampaignLift:
    """What a sent campaign changed compared with its holdout, with 95% intervals, CUPED-adjusted.

    Everyone counts in the group they were assigned to, even if they opted out before sending.
    """
    clients, zone = resources.clients, ZoneInfo(resources.settings.timezone)
    return await campaign_lift(campaign_id, clients.campaign, clients.strategy, zone)
