"""Approval, audience, exports and consent over HTTP."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Response

from campaign_svc.campaigns.endpoints import CHANGES, By, ChangeRequest, Res
from campaign_svc.campaigns.lifecycle import MoveNotAllowed, OwnWork
from campaign_svc.campaigns.schemas import CampaignState
from campaign_svc.changes.schemas import Sending
from campaign_svc.delivery.approval import ClaimsViolated, OfferChanged
from campaign_svc.delivery.holdout_size import propose
from campaign_svc.delivery.message_files import eml, whatsapp_template
from campaign_svc.delivery.schemas import (
    Approval,
    AudienceAnswer,
    ForgottenAnswer,
    Members,
    OptOut,
    OptOutReason,
    ProposalAnswer,
    SentPeople,
    Share,
)
from contract.fields import CampaignId
from fleet.errors import (
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionRequired,
    Unauthenticated,
)
from fleet.paging import Cursor, CursorPage, CursorQuery
from fleet.problems import declare

router = APIRouter(tags=["delivery"])
consent = APIRouter(prefix="/v1/opt-outs", tags=["consent"])
internal = APIRouter(prefix="/internal", tags=["for the gateway"])
_READING = declare(NotFound, InvalidInput, DocumentsUnavailable)
_EXPORTING = declare(
    Unauthenticated, Forbidden, NotFound, MoveNotAllowed, InvalidInput, DocumentsUnavailable
)
CustomerPath = Annotated[str, Path(max_length=200, examples=["12347"])]


@router.get("/v1/holdout", operation_id="propose_holdout", responses=declare(InvalidInput))
async def propose_holdout(
    customers: Annotated[int, Query(ge=0, le=100_000_000, examples=[1000])],
    baseline: Annotated[Share, Query(description="Share that buys anyway", examples=[0.4])],
    effect: Annotated[
        float, Query(gt=0, le=1, description="Smallest increase worth detecting")
    ] = 0.02,
) -> ProposalAnswer:
    """How many customers to hold out to detect an increase, at 80% power and the 5% level."""
    found = propose(customers, baseline, min(effect, 1 - baseline))
    return ProposalAnswer.model_validate(vars(found))


@router.get(
    "/v1/campaigns/{campaign_id:path}/audience",
    operation_id="get_campaign_audience",
    responses={**_READING, **declare(MoveNotAllowed)},
)
async def get_audience(resources: Res, campaign_id: CampaignId) -> AudienceAnswer:
    """Audience of an approved campaign, in numbers, and how the holdout was drawn."""
    return await resources.delivery.audience(campaign_id)


@router.get(
    "/v1/campaigns/{campaign_id:path}/audience.csv",
    operation_id="export_campaign_audience",
    response_class=Response,
    responses={**_EXPORTING, 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_audience(resources: Res, campaign_id: CampaignId, by: By) -> Response:
    """Recipients as CSV; the export is recorded with the digest of its bytes.

    Customers who have opted out since the approval are left out. Send `X-Content-SHA256` to
    `:sent`.
    """
    export = await resources.delivery.export(campaign_id, by)
    headers = {"X-Content-SHA256": export.sha256, "Cache-Control": "no-store"}
    headers |= _attachment(f"{campaign_id}.csv")
    return Response(export.content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get(
    "/v1/campaigns/{campaign_id:path}/preview.eml",
    operation_id="preview_campaign_email",
    response_class=Response,
    responses={**_READING, 200: {"content": {"message/rfc822": {"schema": {"type": "string"}}}}},
)
async def preview_email(resources: Res, campaign_id: CampaignId) -> Response:
    """The email as mail programs show it, without a recipient."""
    content = eml(await resources.delivery.campaign(campaign_id))
    headers = _attachment(f"{campaign_id}.eml")
    return Response(content, media_type="message/rfc822", headers=headers)


@router.get(
    "/v1/campaigns/{campaign_id:path}/whatsapp-template.json",
    operation_id="get_campaign_whatsapp_template",
    responses=_READING,
)
async def get_whatsapp_template(resources: Res, campaign_id: CampaignId) -> dict[str, object]:
    """The request that registers the message as a marketing template of the Business API."""
    return whatsapp_template(await resources.delivery.campaign(campaign_id))


@router.post(
    "/v1/campaigns/{campaign_id:path}:sent", operation_id="set_campaign_sent", responses=CHANGES
)
async def set_sent(change: Annotated[ChangeRequest, Depends()], body: Sending) -> CampaignState:
    """Record when it was sent and with which exported file. Only the exporter may do so."""
    found = await change.resources.delivery.sent(
        change.campaign_id, body, change.by, if_match=change.if_match
    )
    return change.answer(found)


@internal.put(
    "/audiences/{part:int}/{audience:path}",
    operation_id="stage_audience",
    status_code=204,
    responses=declare(Unauthenticated, Forbidden, InvalidInput, DocumentsUnavailable),
)
async def stage_audience(
    resources: Res,
    audience: Annotated[str, Path(max_length=700)],
    part: Annotated[int, Path(ge=0, lt=1_000_000)],
    body: Members,
) -> None:
    """A part of a segment's members, for the approval that follows."""
    await resources.delivery.stage(audience, part, body.members)


@internal.post(
    "/campaigns/{campaign_id:path}:approve",
    operation_id="approve_campaign_checked",
    responses={
        **CHANGES,
        **declare(PreconditionRequired, MoveNotAllowed, ClaimsViolated, OfferChanged),
        **declare(Unauthenticated, Forbidden, OwnWork),
    },
)
async def approve_campaign(
    change: Annotated[ChangeRequest, Depends()], body: Approval
) -> CampaignState:
    """Approve the checked campaign and freeze its audience."""
    found = await change.resources.delivery.approve(
        change.campaign_id, body, change.by, if_match=change.required_etag()
    )
    return change.answer(found)


@internal.get(
    "/campaigns/{campaign_id:path}/people",
    operation_id="list_sent_people",
    responses={**_READING, **declare(MoveNotAllowed)},
)
async def list_sent_people(
    resources: Res, campaign_id: CampaignId, cursor: Cursor = None
) -> SentPeople:
    """Recipients and holdout of a sent campaign, for measuring it."""
    return await resources.delivery.sent_people(campaign_id, after=cursor)


@internal.delete(
    "/customers/{customer_id:path}",
    operation_id="forget_customer_documents",
    responses=declare(Unauthenticated, Forbidden, InvalidInput, DocumentsUnavailable),
)
async def forget_customer(resources: Res, customer_id: CustomerPath) -> ForgottenAnswer:
    """Remove a customer from opt-outs and audiences, and exclude them from now on."""
    return ForgottenAnswer(audiences=await resources.consent.forget(customer_id))


@consent.get(
    "", operation_id="list_opt_outs", responses=declare(InvalidInput, DocumentsUnavailable)
)
async def list_opt_outs(
    resources: Res, paging: Annotated[CursorQuery, Depends()]
) -> CursorPage[OptOut]:
    """Customers who want no campaigns, by id."""
    page, total = await resources.consent.opt_outs(after=paging.cursor, limit=paging.limit)
    items = [OptOut.of(document) for document in page.documents]
    return CursorPage[OptOut](items=items, next_cursor=page.next_cursor, total=total)


@consent.get("/{customer_id:path}", operation_id="get_opt_out", responses=_READING)
async def get_opt_out(resources: Res, customer_id: CustomerPath) -> OptOut:
    """When a customer opted out, and how we know."""
    return await resources.consent.opted_out(customer_id)


@consent.put(
    "/{customer_id:path}",
    operation_id="put_opt_out",
    responses=declare(Unauthenticated, Forbidden, InvalidInput, DocumentsUnavailable),
)
async def put_opt_out(
    resources: Res, customer_id: CustomerPath, body: OptOutReason, by: By
) -> OptOut:
    """Record an opt-out: no campaign is sent to this customer again."""
    return await resources.consent.opt_out(customer_id, body.reason, by)


@consent.delete(
    "/{customer_id:path}",
    operation_id="delete_opt_out",
    status_code=204,
    responses=declare(Unauthenticated, Forbidden, NotFound, InvalidInput, DocumentsUnavailable),
)
async def delete_opt_out(resources: Res, customer_id: CustomerPath) -> None:
    """The customer wants campaigns again."""
    await resources.consent.opt_in(customer_id)


def _attachment(filename: str) -> dict[str, str]:
    """The header with a download's file name; RFC 8187 for names that are not ASCII."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}"}
