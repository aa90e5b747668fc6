"""A campaign's history over HTTP: its versions, their differences, and the audit trail."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query

from campaign_svc.campaigns.change_log import LogEntry
from campaign_svc.campaigns.endpoints import Res
from campaign_svc.campaigns.records import version_of_log
from campaign_svc.campaigns.schemas import Campaign
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.history.comparison import differences
from campaign_svc.history.schemas import AuditEntry, Comparison
from contract.fields import CampaignId
from fleet.errors import DocumentsUnavailable, InvalidInput, NotFound
from fleet.paging import CursorPage, CursorQuery
from fleet.problems import declare

router = APIRouter(tags=["campaigns"])
_READING = declare(NotFound, InvalidInput, DocumentsUnavailable)


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions",
    operation_id="list_campaign_versions",
    responses=_READING,
)
async def list_versions(
    resources: Res, campaign_id: CampaignId, paging: Annotated[CursorQuery, Depends()]
) -> CursorPage[Campaign]:
    """Every version of a campaign, newest first."""
    found, page, total = await resources.campaigns.versions(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [version_of_log(LogEntry.of(entry), found.state) for entry in page.documents]
    return CursorPage[Campaign](items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions/{version:int}",
    operation_id="get_campaign_version",
    responses=_READING,
)
async def get_version(
    resources: Res, campaign_id: CampaignId, version: Annotated[int, Path(ge=1)]
) -> Campaign:
    """One version of a campaign."""
    return await _version(resources.campaigns, campaign_id, version)


@router.get(
    "/v1/campaigns/{campaign_id:path}/compare",
    operation_id="compare_campaign_versions",
    responses=_READING,
)
async def compare_versions(
    resources: Res,
    campaign_id: CampaignId,
    before: Annotated[int, Query(ge=1, examples=[1])],
    after: Annotated[int, Query(ge=1, examples=[2])],
) -> Comparison:
    """What differs between two versions: field by field, texts word by word."""
    one = await _version(resources.campaigns, campaign_id, before)
    other = await _version(resources.campaigns, campaign_id, after)
    found = await anyio.to_thread.run_sync(differences, one, other)
    return Comparison(id=campaign_id, before=before, after=after, differences=found)


async def _version(campaigns: Campaigns, campaign_id: str, number: int) -> Campaign:
    entry = await campaigns.version(campaign_id, number)
    return version_of_log(entry, (await campaigns.get(campaign_id)).state)


@router.get(
    "/v1/campaigns/{campaign_id:path}/audit",
    operation_id="list_campaign_audit",
    responses=_READING,
)
async def list_audit(
    resources: Res, campaign_id: CampaignId, paging: Annotated[CursorQuery, Depends()]
) -> CursorPage[AuditEntry]:
    """Everything done to a campaign, newest first. Entries never change."""
    page, total = await resources.campaigns.audit(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [_audit_entry(LogEntry.of(entry)) for entry in page.documents]
    return CursorPage[AuditEntry](items=items, next_cursor=page.next_cursor, total=total)


def _audit_entry(entry: LogEntry) -> AuditEntry:
    return AuditEntry(
        revision=entry.revision,
        at=entry.at,
        by=entry.by,
        role=entry.role,
        action=entry.action,
        status=entry.state.status,
        version=entry.state.version,
        saved_version=entry.saved_version,
        note=entry.note,
        facts=entry.facts,
    )
