"""Campaign routes that take more than campaign-svc knows."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

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
from fleet.upstream import Answer
from gateway.campaigns import service
from gateway.campaigns.lift import campaign_lift
from gateway.campaigns.refusals import ClaimsViolated, MoveNotAllowed, OfferChanged, UnusableText
from gateway.campaigns.schemas import (
    ApprovalAsked,
    ApprovalPreview,
    CampaignAnswer,
    CampaignLift,
    EditAsked,
    RestoreAsked,
)
from gateway.resources import Res, Resources
from gateway.upstreams.passing import passed_back

router = APIRouter(prefix="/v1/campaigns", tags=["campaigns"])
CampaignId = Annotated[
    str,
    Path(
        max_length=500,
        description="StockCode and TargetCluster with _ between",
        examples=["22423_Regular Customers"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(description="ETag of the campaign as it was read", examples=['"3-9f2c1ab04d7e5c66"']),
]
_REFUSED = declare(
    Unauthenticated, Forbidden, NotFound, InvalidInput, UpstreamUnavailable, DocumentsUnavailable,
    DeadlineExceeded,
)  # fmt: skip
_CHANGES = _REFUSED | declare(MoveNotAllowed, PreconditionFailed, PreconditionRequired)


def _back(answer: Answer, resources: Resources) -> Response:
    return passed_back(answer, resources.upstreams["campaign-svc"])


@router.patch(
    "/{campaign_id:path}",
    operation_id="edit_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(InvalidInput, UnusableText),
)
async def edit_campaign(
    campaign_id: CampaignId, body: EditAsked, resources: Res, if_match: IfMatch = None
) -> Response:
    """Save other texts as a new version, a draft; texts that say what is not so are refused."""
    return _back(await service.edit(campaign_id, body, if_match, resources), resources)


@router.post(
    "/{campaign_id:path}:restore",
    operation_id="restore_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(MoveNotAllowed, ClaimsViolated),
)
async def restore_campaign(
    campaign_id: CampaignId, body: RestoreAsked, resources: Res, if_match: IfMatch = None
) -> Response:
    """Save the text of another version as a new one, a draft."""
    return _back(await service.restore(campaign_id, body, if_match, resources), resources)


@router.post(
    "/{campaign_id:path}:approve",
    operation_id="approve_campaign",
    response_model=CampaignAnswer,
    responses=_CHANGES | declare(MoveNotAllowed, ClaimsViolated, OfferChanged),
)
async def approve_campaign(
    campaign_id: CampaignId, body: ApprovalAsked, resources: Res, if_match: IfMatch = None
) -> Response:
    """Approve a campaign in review: another person than its last editor.

    The claims are checked again, and the offer against the live plan: where stock, discount or
    price have changed, the refusal says what to send to confirm. Who it goes to is frozen, without
    opted-out customers and without a random holdout.
    """
    return _back(await service.approve(campaign_id, body, if_match, resources), resources)


@router.get(
    "/{campaign_id:path}/approval",
    operation_id="preview_campaign_approval",
    responses=_REFUSED,
)
async def preview_approval(
    campaign_id: CampaignId,
    resources: Res,
    effect: Annotated[float, Query(gt=0, le=1, description="Rise worth detecting")] = 0.02,
) -> ApprovalPreview:
    """What an approval would find: claims, changes of the offer, and the holdout to propose."""
    return ApprovalPreview(**await service.preview(campaign_id, effect, resources))


@router.get(
    "/{campaign_id:path}/lift",
    operation_id="get_campaign_lift",
    responses=_REFUSED | declare(Conflict),
)
async def get_campaign_lift(campaign_id: CampaignId, resources: Res) -> CampaignLift:
    """What a sent campaign changed, against its holdout, with 95% intervals, CUPED-adjusted.

    Everybody counts in the group they were drawn into, also who opted out before it was sent.
    """
    return CampaignLift(**await campaign_lift(campaign_id, resources))
