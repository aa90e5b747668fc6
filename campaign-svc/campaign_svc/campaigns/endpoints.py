"""Campaigns over HTTP."""

from dataclasses import dataclass
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from campaign_svc.campaigns.records import SPELLING, api_fields, contract_fields
from campaign_svc.campaigns.schemas import (
    Campaign,
    CampaignCopy,
    CampaignPage,
    CampaignSummary,
    ContractCampaign,
    Headline,
    VersionPage,
)
from campaign_svc.resources import Resources
from fleet.documents import MAX_PAGE, Document, Where
from fleet.errors import Conflict, DocumentsUnavailable, InvalidInput, NotFound, declare
from fleet.prepared import PreparedBody, prepared_response
from fleet.service import resources_of

router = APIRouter(tags=["campaigns"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
CampaignId = Annotated[
    str,
    Path(
        max_length=500,
        description="StockCode and TargetCluster with _ between",
        examples=["22423_Regular Customers"],
    ),
]


@dataclass(frozen=True)
class Paging:
    """The paging part of a query string."""

    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100
    cursor: Annotated[
        str | None, Query(description="`next_cursor` of the page before", max_length=4096)
    ] = None


@dataclass(frozen=True)
class Filters:
    """Which campaigns; a filter that is not given lets all through."""

    stock_code: Annotated[str | None, Query(max_length=200, examples=["22423"])] = None
    target_cluster: Annotated[str | None, Query(max_length=200)] = None
    objective: Annotated[str | None, Query(max_length=200)] = None
    provider: Annotated[str | None, Query(max_length=200, examples=["gemini"])] = None

    def where(self) -> Where:
        """In the spelling of the store."""
        given = {SPELLING[name]: value for name, value in vars(self).items()}
        return {name: value for name, value in given.items() if value is not None}


@router.head("/generated-campaigns", include_in_schema=False)
@router.get(
    "/generated-campaigns",
    operation_id="list_generated_campaigns",
    response_model=dict[str, ContractCampaign],
    responses=declare(DocumentsUnavailable),
)
async def generated_campaigns(request: Request, resources: Res) -> Response:
    """Every current copy under its id, as outside programs know them."""
    records = await resources.campaigns.everything()
    body = await anyio.to_thread.run_sync(_contract_body, records)
    return prepared_response(request, body, snapshot_id=None)


def _contract_body(records: list[Document]) -> PreparedBody:
    return PreparedBody.of_json({record["_id"]: contract_fields(record) for record in records})


@router.get(
    "/v1/campaigns",
    operation_id="list_campaigns",
    responses=declare(InvalidInput, DocumentsUnavailable),
)
async def list_campaigns(
    resources: Res,
    filters: Annotated[Filters, Depends()],
    paging: Annotated[Paging, Depends()],
    sort: Annotated[
        str, Query(description="`generated_at` or `id`, with `-` before it for descending")
    ] = "-generated_at",
) -> CampaignPage:
    """Current copies page by page, filtered and sorted; the last generated first."""
    page, total = await resources.campaigns.page(
        filters.where(), sort=sort, after=paging.cursor, limit=paging.limit
    )
    items = [Campaign(**api_fields(record)) for record in page.documents]
    return CampaignPage(items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/summary",
    operation_id="get_campaigns_summary",
    responses=declare(DocumentsUnavailable),
)
async def get_summary(resources: Res) -> CampaignSummary:
    """How many campaigns there are, by objective and segment, and the last ten."""
    summary = await resources.campaigns.summary()
    return CampaignSummary(
        total=summary.total,
        by_objective=summary.by_objective,
        by_segment=summary.by_segment,
        latest=[Headline(**api_fields(record)) for record in summary.latest],
    )


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions",
    operation_id="list_campaign_versions",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def list_versions(
    resources: Res, campaign_id: CampaignId, paging: Annotated[Paging, Depends()]
) -> VersionPage:
    """Every version of a campaign, the newest first."""
    page, total = await resources.campaigns.versions(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [Campaign(**api_fields(record)) for record in page.documents]
    return VersionPage(items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/{campaign_id:path}",
    operation_id="get_campaign",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def get_campaign(resources: Res, campaign_id: CampaignId) -> Campaign:
    """The current copy of a campaign."""
    return Campaign(**api_fields(await resources.campaigns.get(campaign_id)))


@router.put(
    "/v1/campaigns/{campaign_id:path}",
    operation_id="save_campaign",
    responses=declare(Conflict, InvalidInput, DocumentsUnavailable),
)
async def save_campaign(
    resources: Res,
    campaign_id: CampaignId,
    copy: CampaignCopy,
    fresh: Annotated[bool, Query(description="A new version even for the same question")] = False,
) -> Campaign:
    """Keep a generated copy. 200 means it is on disk.

    The same question as the current copy's gives that copy, unchanged; any other a new version. An
    approved text stays the current one, and the new version is a draft beside it.
    """
    return Campaign(**api_fields(await resources.campaigns.save(campaign_id, copy, fresh=fresh)))
