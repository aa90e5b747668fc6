"""Campaigns over HTTP: lists, totals, single campaigns, and the headers of a change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from campaign_svc.campaigns.changes import move
from campaign_svc.campaigns.lifecycle import MoveNotAllowed, allowed_moves
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.campaigns.records import SPELLING, campaign_of, contract_fields
from campaign_svc.campaigns.schemas import (
    Campaign,
    CampaignState,
    CampaignSummary,
    ContractCampaign,
    Headline,
)
from campaign_svc.resources import Resources
from contract.fields import CampaignId
from fleet.callers import Caller, caller_of
from fleet.documents import Document, OneOf, Scalar, Where
from fleet.errors import (
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    Unauthenticated,
)
from fleet.paging import CursorPage, CursorQuery
from fleet.preconditions import required_etag
from fleet.prepared import PreparedBody, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from fleet.statements import statement

router = APIRouter(tags=["campaigns"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
By = Annotated[Caller, Depends(caller_of)]
CHANGES = declare(
    Unauthenticated, Forbidden, NotFound, MoveNotAllowed, PreconditionFailed, InvalidInput,
    DocumentsUnavailable,
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """Which campaigns to list; a missing filter matches all."""

    stock_code: Annotated[str | None, Query(max_length=200, examples=["22423"])] = None
    target_cluster: Annotated[str | None, Query(max_length=200)] = None
    objective: Annotated[str | None, Query(max_length=200)] = None
    provider: Annotated[str | None, Query(max_length=200, examples=["gemini"])] = None
    status: Literal["draft", "in_review", "approved", "scheduled", "sent", "cancelled"] | None = (
        None
    )

    def where(self) -> Where:
        """The filter with the stored field names; a record without a status is a draft."""
        spelling = {**SPELLING, "status": "status"}
        filters: dict[str, Scalar | OneOf] = {
            spelling[name]: value for name, value in vars(self).items() if value is not None
        }
        if self.status == "draft":
            filters["status"] = OneOf(("draft", None))
        return filters


def campaign_state(found: ReconciledCampaign, response: Response) -> CampaignState:
    """The campaign as a response, with the ETag to send with changes."""
    response.headers["ETag"] = found.etag
    return CampaignState(
        **vars(campaign_of(found.record)),
        revision=found.revision,
        newest_version=found.state.newest,
        allowed=allowed_moves(found.status),
        audience=found.state.audience,
    )


@dataclass(frozen=True)
class ChangeRequest:
    """Headers of a request to change a campaign."""

    resources: Res
    campaign_id: CampaignId
    by: By
    response: Response
    if_match: Annotated[
        str | None,
        Header(
            description="ETag of the campaign when it was read", examples=['"3-9f2c1ab04d7e5c66"']
        ),
    ] = None

    def required_etag(self) -> str:
        """The ETag that the change was made for.

        Raises:
            PreconditionRequired: there is no If-Match header, or it is `*`.
        """
        return required_etag(self.if_match, statement("campaign_unread"))

    async def move(
        self, name: str, note: str | None, facts: Mapping[str, object] | None = None
    ) -> CampaignState:
        """Move the campaign on in its lifecycle."""
        found = await self.resources.campaigns.change(
            self.campaign_id,
            lambda found: move(found, name, self.by, note, facts),
            if_match=self.if_match,
        )
        return self.answer(found)

    def answer(self, found: ReconciledCampaign) -> CampaignState:
        """The campaign after the change, as a response."""
        return campaign_state(found, self.response)


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
    paging: Annotated[CursorQuery, Depends()],
    sort: Annotated[
        str, Query(description="`generated_at` or `id`, with `-` before it for descending")
    ] = "-generated_at",
) -> CursorPage[Campaign]:
    """Current copies page by page, filtered and sorted; newest first by default."""
    page, total = await resources.campaigns.page(
        filters.where(), sort=sort, after=paging.cursor, limit=paging.limit
    )
    items = [campaign_of(record) for record in page.documents]
    return CursorPage[Campaign](items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/summary",
    operation_id="get_campaigns_summary",
    responses=declare(DocumentsUnavailable),
)
async def get_summary(resources: Res) -> CampaignSummary:
    """How many campaigns there are, by objective, segment and status, and the last ten."""
    summary = await resources.campaigns.summary()
    return CampaignSummary(
        total=summary.total,
        by_objective=summary.by_objective,
        by_segment=summary.by_segment,
        by_status=summary.by_status,
        latest=[Headline(**vars(campaign_of(record))) for record in summary.latest],
    )


@router.get(
    "/v1/campaigns/{campaign_id:path}",
    operation_id="get_campaign",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def get_campaign(
    resources: Res, campaign_id: CampaignId, response: Response
) -> CampaignState:
    """A campaign in its current state; send its ETag as If-Match with changes."""
    return campaign_state(await resources.campaigns.get(campaign_id), response)
