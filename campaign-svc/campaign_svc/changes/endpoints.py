"""Changes of a campaign over HTTP: moves of its lifecycle, and new texts.

What lies under `/internal` is for the gateway alone, which never forwards it: a text is saved only
after its claims were checked, and it is the gateway that has them checked.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response

from campaign_svc.campaigns.changes import move
from campaign_svc.campaigns.endpoints import (
    CHANGES,
    By,
    CampaignId,
    IfMatch,
    Res,
    campaign_state,
    required_etag,
)
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.campaigns.records import api_fields, version_fields
from campaign_svc.campaigns.schemas import Campaign, CampaignCopy, CampaignState
from campaign_svc.changes.schemas import Edit, NotedMove, Restoring, Scheduling
from campaign_svc.resources import Resources
from fleet.callers import Caller
from fleet.errors import (
    Conflict,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    PreconditionRequired,
    Unauthenticated,
)
from fleet.problems import declare

router = APIRouter(tags=["campaigns"])
internal = APIRouter(prefix="/internal/campaigns", tags=["for the gateway"])


async def _move(
    name: str,
    resources: Resources,
    campaign_id: str,
    by: Caller,
    body: NotedMove,
    if_match: str | None,
    facts: Mapping[str, object] | None = None,
) -> ReconciledCampaign:
    return await resources.campaigns.change(
        campaign_id, lambda found: move(found, name, by, body.note, facts), if_match=if_match
    )


@router.post(
    "/v1/campaigns/{campaign_id:path}:submit", operation_id="submit_campaign", responses=CHANGES
)
async def submit(
    resources: Res,
    campaign_id: CampaignId,
    by: By,
    response: Response,
    body: NotedMove,
    if_match: IfMatch = None,
) -> CampaignState:
    """A draft, to be looked at by somebody else."""
    return campaign_state(
        await _move("submit", resources, campaign_id, by, body, if_match), response
    )


@router.post(
    "/v1/campaigns/{campaign_id:path}:return", operation_id="return_campaign", responses=CHANGES
)
async def return_to_draft(
    resources: Res,
    campaign_id: CampaignId,
    by: By,
    response: Response,
    body: NotedMove,
    if_match: IfMatch = None,
) -> CampaignState:
    """Not yet: back to a draft, with a note that says why."""
    return campaign_state(
        await _move("return", resources, campaign_id, by, body, if_match), response
    )


@router.post(
    "/v1/campaigns/{campaign_id:path}:schedule",
    operation_id="schedule_campaign",
    responses=CHANGES,
)
async def schedule(
    resources: Res,
    campaign_id: CampaignId,
    by: By,
    response: Response,
    body: Scheduling,
    if_match: IfMatch = None,
) -> CampaignState:
    """When an approved campaign is to be sent; again for another time."""
    facts = {"scheduled_for": body.at.isoformat()}
    found = await _move("schedule", resources, campaign_id, by, body, if_match, facts)
    return campaign_state(found, response)


@router.post(
    "/v1/campaigns/{campaign_id:path}:cancel", operation_id="cancel_campaign", responses=CHANGES
)
async def cancel(
    resources: Res,
    campaign_id: CampaignId,
    by: By,
    response: Response,
    body: NotedMove,
    if_match: IfMatch = None,
) -> CampaignState:
    """It will not be sent. An edit makes it a draft again."""
    return campaign_state(
        await _move("cancel", resources, campaign_id, by, body, if_match), response
    )


@internal.put(
    "/{campaign_id:path}",
    operation_id="save_campaign",
    responses=declare(Unauthenticated, Forbidden, Conflict, InvalidInput, DocumentsUnavailable),
)
async def save_campaign(
    resources: Res,
    campaign_id: CampaignId,
    copy: CampaignCopy,
    by: By,
    fresh: Annotated[bool, Query(description="A new version even for the same question")] = False,
) -> Campaign:
    """Save a generated copy. 200 means it is on disk.

    The same question as the current copy's gives that copy, unchanged; any other a new version. An
    approved text stays the current one, and the new version is a draft beside it.
    """
    campaigns = resources.campaigns
    found, number = await campaigns.save(campaign_id, copy, by, fresh=fresh)
    if number == found.state.version:
        return Campaign(**api_fields(found.record))
    version = await campaigns.version(campaign_id, number)
    return Campaign(**version_fields(version, found.state))


@internal.patch(
    "/{campaign_id:path}",
    operation_id="edit_campaign_checked",
    responses={**CHANGES, **declare(PreconditionRequired)},
)
async def edit_campaign(
    resources: Res,
    campaign_id: CampaignId,
    body: Edit,
    by: By,
    response: Response,
    if_match: IfMatch = None,
) -> CampaignState:
    """Other texts, whose claims were checked, as a new version: a draft."""
    found = await resources.campaigns.edit(
        campaign_id, body.changes(), by, if_match=required_etag(if_match), note=body.note
    )
    return campaign_state(found, response)


@internal.post(
    "/{campaign_id:path}:restore",
    operation_id="restore_campaign_checked",
    responses={**CHANGES, **declare(PreconditionRequired)},
)
async def restore_version(
    resources: Res,
    campaign_id: CampaignId,
    body: Restoring,
    by: By,
    response: Response,
    if_match: IfMatch = None,
) -> CampaignState:
    """The text of another version, whose claims were checked, as a new version: a draft."""
    found = await resources.campaigns.restore(
        campaign_id, body.version, by, if_match=required_etag(if_match), note=body.note
    )
    return campaign_state(found, response)
