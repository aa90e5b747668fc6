"""A campaign's past over HTTP: its versions, what differs between them, and the audit trail."""

from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query

from campaign_svc.campaigns.endpoints import CampaignId, Paging, Res
from campaign_svc.campaigns.records import version_fields
from campaign_svc.campaigns.schemas import Campaign
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.history.comparison import differences
from campaign_svc.history.schemas import (
    AuditEntry,
    AuditPage,
    Comparison,
    FieldDifference,
    VersionPage,
)
from fleet.documents import Document
from fleet.errors import DocumentsUnavailable, InvalidInput, NotFound
from fleet.problems import declare

router = APIRouter(tags=["campaigns"])
_READING = declare(NotFound, InvalidInput, DocumentsUnavailable)


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions",
    operation_id="list_campaign_versions",
    responses=_READING,
)
async def list_versions(
    resources: Res, campaign_id: CampaignId, paging: Annotated[Paging, Depends()]
) -> VersionPage:
    """Every version of a campaign, the newest first."""
    found, page, total = await resources.campaigns.versions(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [Campaign(**version_fields(entry, found.state)) for entry in page.documents]
    return VersionPage(items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions/{version:int}",
    operation_id="get_campaign_version",
    responses=_READING,
)
async def get_version(
    resources: Res, campaign_id: CampaignId, version: Annotated[int, Path(ge=1)]
) -> Campaign:
    """One version of a campaign."""
    return Campaign(**await _version(resources.campaigns, campaign_id, version))


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
    fields = [FieldDifference(**difference) for difference in found]
    return Comparison(id=campaign_id, before=before, after=after, differences=fields)


async def _version(campaigns: Campaigns, campaign_id: str, number: int) -> dict[str, Any]:
    entry = await campaigns.version(campaign_id, number)
    return version_fields(entry, (await campaigns.get(campaign_id)).state)


@router.get(
    "/v1/campaigns/{campaign_id:path}/audit",
    operation_id="list_campaign_audit",
    responses=_READING,
)
async def list_audit(
    resources: Res, campaign_id: CampaignId, paging: Annotated[Paging, Depends()]
) -> AuditPage:
    """Everything that was done to a campaign, the last first. Entries are only ever added."""
    page, total = await resources.campaigns.audit(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [_audit_entry(entry) for entry in page.documents]
    return AuditPage(items=items, next_cursor=page.next_cursor, total=total)


def _audit_entry(entry: Document) -> AuditEntry:
    state = entry["state"]
    return AuditEntry(**{**entry, "status": state["status"], "version": state["version"]})
