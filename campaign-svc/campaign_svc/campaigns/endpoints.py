"""Campaigns over HTTP.

What lies under `/internal` is for the gateway alone, which never forwards it: a text is saved only
after its claims were checked, and it is the gateway that has them checked.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from campaign_svc.campaigns.change_schemas import (
    AuditEntry,
    AuditPage,
    Comparison,
    Edit,
    FieldDifference,
    NotedMove,
    Restoring,
    Scheduling,
)
from campaign_svc.campaigns.changes import move
from campaign_svc.campaigns.comparison import differences
from campaign_svc.campaigns.lifecycle import MoveNotAllowed, allowed_moves
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.campaigns.records import SPELLING, api_fields, contract_fields, version_fields
from campaign_svc.campaigns.schemas import (
    Campaign,
    CampaignCopy,
    CampaignPage,
    CampaignState,
    CampaignSummary,
    ContractCampaign,
    Headline,
    VersionPage,
)
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.resources import Resources
from fleet.callers import Caller, caller_of, require
from fleet.documents import MAX_PAGE, Document, OneOf, Scalar, Where
from fleet.errors import (
    Conflict,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
)
from fleet.prepared import PreparedBody, prepared_response
from fleet.problems import declare
from fleet.service import resources_of
from fleet.statements import statement

router = APIRouter(tags=["campaigns"])
internal = APIRouter(prefix="/internal/campaigns", tags=["for the gateway"])
Res = Annotated[Resources, Depends(resources_of(Resources))]
By = Annotated[Caller, Depends(caller_of)]
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
CHANGES = declare(
    Unauthenticated, Forbidden, NotFound, MoveNotAllowed, PreconditionFailed, InvalidInput,
    DocumentsUnavailable,
)  # fmt: skip


@dataclass(frozen=True)
class Paging:
    """The paging part of a query string."""

    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100
    cursor: Annotated[
        str | None, Query(description="`next_cursor` of the page before", max_length=4096)
    ] = None


@dataclass(frozen=True)
class Filters:
    """Which campaigns; a filter that is left out lets all through."""

    stock_code: Annotated[str | None, Query(max_length=200, examples=["22423"])] = None
    target_cluster: Annotated[str | None, Query(max_length=200)] = None
    objective: Annotated[str | None, Query(max_length=200)] = None
    provider: Annotated[str | None, Query(max_length=200, examples=["gemini"])] = None
    status: Literal["draft", "in_review", "approved", "scheduled", "sent", "cancelled"] | None = (
        None
    )

    def where(self) -> Where:
        """In the spelling of the store; what carries no status is a draft."""
        spelling = {**SPELLING, "status": "status"}
        filters: dict[str, Scalar | OneOf] = {
            spelling[name]: value for name, value in vars(self).items() if value is not None
        }
        if self.status == "draft":
            filters["status"] = OneOf(("draft", None))
        return filters


def required_etag(if_match: str | None) -> str:
    """The ETag a change was made for.

    Raises:
        PreconditionRequired: there is none, or one that fits everything.
    """
    if if_match is None or if_match.strip() == "*":
        raise PreconditionRequired(
            "Send If-Match with the ETag of the campaign as you read it, so that nobody's change "
            "is lost.",
            statement("campaign_unread"),
        )
    return if_match.strip()


def campaign_state(found: ReconciledCampaign, response: Response) -> CampaignState:
    """The campaign as an answer, with the ETag that changes name."""
    response.headers["ETag"] = found.etag
    return CampaignState(
        **api_fields(found.record),
        revision=found.revision,
        newest_version=found.state.newest,
        allowed=allowed_moves(found.status),
        audience=found.state.audience,
    )


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
    """How many campaigns there are, by objective, segment and status, and the last ten."""
    summary = await resources.campaigns.summary()
    return CampaignSummary(
        total=summary.total,
        by_objective=summary.by_objective,
        by_segment=summary.by_segment,
        by_status=summary.by_status,
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
    found, page, total = await resources.campaigns.versions(
        campaign_id, after=paging.cursor, limit=paging.limit
    )
    items = [Campaign(**version_fields(entry, found.state)) for entry in page.documents]
    return VersionPage(items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/v1/campaigns/{campaign_id:path}/versions/{version:int}",
    operation_id="get_campaign_version",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def get_version(
    resources: Res, campaign_id: CampaignId, version: Annotated[int, Path(ge=1)]
) -> Campaign:
    """One version of a campaign."""
    return Campaign(**await _version(resources.campaigns, campaign_id, version))


@router.get(
    "/v1/campaigns/{campaign_id:path}/compare",
    operation_id="compare_campaign_versions",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
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
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
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


@router.get(
    "/v1/campaigns/{campaign_id:path}",
    operation_id="get_campaign",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def get_campaign(
    resources: Res, campaign_id: CampaignId, response: Response
) -> CampaignState:
    """A campaign as it stands; its ETag is what changes name in If-Match."""
    return campaign_state(await resources.campaigns.get(campaign_id), response)


async def _move(
    name: str,
    resources: Resources,
    campaign_id: str,
    by: Caller,
    body: NotedMove,
    if_match: str | None,
    facts: dict[str, Any] | None = None,
) -> ReconciledCampaign:
    require(by, "planner")
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
    found, number = await campaigns.save(campaign_id, copy, require(by, "planner"), fresh=fresh)
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
    require(by, "planner")
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
    require(by, "planner")
    found = await resources.campaigns.restore(
        campaign_id, body.version, by, if_match=required_etag(if_match), note=body.note
    )
    return campaign_state(found, response)
