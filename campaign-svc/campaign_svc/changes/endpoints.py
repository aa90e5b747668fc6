"""Changes to a campaign over HTTP: status changes and new texts.

Routes under `/internal` are only for the gateway, which never forwards them: texts are saved only
after their claims were checked, which the gateway does.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from campaign_svc.campaigns.endpoints import CHANGES, By, ChangeRequest, Res
from campaign_svc.campaigns.records import campaign_of, version_of_log
from campaign_svc.campaigns.schemas import Campaign, CampaignCopy, CampaignState
from campaign_svc.changes.schemas import Edit, NotedMove, Restoring, Scheduling
from contract.fields import CampaignId
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


@router.post(
    "/v1/campaigns/{campaign_id:path}:submit", operation_id="submit_campaign", responses=CHANGES
)
async def submit(change: Annotated[ChangeRequest, Depends()], body: NotedMove) -> CampaignState:
    """Submit a draft for review by someone else."""
    return await change.move("submit", body.note)


@router.post(
    "/v1/campaigns/{campaign_id:path}:return", operation_id="return_campaign", responses=CHANGES
)
async def return_to_draft(
    change: Annotated[ChangeRequest, Depends()], body: NotedMove
) -> CampaignState:
    """Return it to draft, with a note that says why."""
    return await change.move("return", body.note)


@router.post(
    "/v1/campaigns/{campaign_id:path}:schedule",
    operation_id="schedule_campaign",
    responses=CHANGES,
)
async def schedule(change: Annotated[ChangeRequest, Depends()], body: Scheduling) -> CampaignState:
    """Schedule an approved campaign, or reschedule it."""
    return await change.move("schedule", body.note, {"scheduled_for": body.at.isoformat()})


@router.post(
    "/v1/campaigns/{campaign_id:path}:cancel", operation_id="cancel_campaign", responses=CHANGES
)
async def cancel(change: Annotated[ChangeRequest, Depends()], body: NotedMove) -> CampaignState:
    """Cancel it. An edit makes it a draft again."""
    return await change.move("cancel", body.note)


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

    Copy for the same request as the current copy returns that copy unchanged; otherwise it becomes
    a new version. An approved text stays current, and the new version is a separate draft.
    """
    found, number = await resources.campaigns.save(campaign_id, copy, by, fresh=fresh)
    if number == found.state.version:
        return campaign_of(found.record)
    version = await resources.campaigns.version(campaign_id, number)
    return version_of_log(version, found.state)


@internal.patch(
    "/{campaign_id:path}",
    operation_id="edit_campaign_checked",
    responses={**CHANGES, **declare(PreconditionRequired)},
)
async def edit_campaign(change: Annotated[ChangeRequest, Depends()], body: Edit) -> CampaignState:
    """Save new texts whose claims were checked as a new version, a draft."""
    etag = change.required_etag()
    found = await change.resources.campaigns.edit(
        change.campaign_id, body.changes(), change.by, if_match=etag, note=body.note
    )
    return change.answer(found)


@internal.post(
    "/{campaign_id:path}:restore",
    operation_id="restore_campaign_checked",
    responses={**CHANGES, **declare(PreconditionRequired)},
)
async def restore_version(
    change: Annotated[ChangeRequest, Depends()], body: Restoring
) -> CampaignState:
    """Save the text of another version, whose claims were checked, as a new version, a draft."""
    etag = change.required_etag()
    found = await change.resources.campaigns.restore(
        change.campaign_id, body.version, change.by, if_match=etag, note=body.note
    )
    return change.answer(found)
