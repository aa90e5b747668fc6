"""The contract routes at the root, used by outside programs: bare lists, no envelope."""

from typing import Annotated

from fastapi import APIRouter, Body, Header, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from fleet import __version__
from fleet.disconnects import cancel_on_disconnect
from fleet.errors import (
    Conflict,
    DeadlineExceeded,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    SnapshotUnavailable,
    Unauthenticated,
    UpstreamUnavailable,
)
from fleet.problems import declare
from gateway.campaigns.offer import Offers
from gateway.clients.service_client import ServiceClient
from gateway.compat.generation import CampaignGenerator
from gateway.compat.request import read_request
from gateway.compat.resolution import resolve
from gateway.compat.schemas import (
    BODY,
    DemandRecord,
    Endpoints,
    GeneratedCampaign,
    InventoryRecord,
    PlanRecord,
    Welcome,
)
from gateway.forwarding.messages import ascii_header, request_headers, to_response
from gateway.pages.html_preference import prefers_html
from gateway.resources import Res, Resources

router = APIRouter(tags=["contract"])
PATHS = frozenset(("/", *Endpoints().model_dump().values()))
"""The routes of the contract."""
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="The same key returns the same record, even with `fresh`",
    ),
]
_REFUSED = (Unauthenticated, Forbidden, UpstreamUnavailable, DeadlineExceeded)
_FROM_STATE = declare(*_REFUSED, SnapshotUnavailable)


@router.head("/", include_in_schema=False)
@router.get("/", operation_id="get_welcome", response_model=Welcome)
async def welcome(request: Request, resources: Res) -> Response:
    """Status and main routes; browsers are redirected to the dashboard."""
    vary = {"Vary": "Accept"}
    if resources.pages.built and prefers_html(request.headers.get("accept", "")):
        return RedirectResponse("/app/", status_code=302, headers=vary)
    answer = Welcome(status="ok", version=__version__)
    return JSONResponse(answer.model_dump(mode="json"), headers=vary)


@router.head("/inventory", include_in_schema=False)
@router.get(
    "/inventory",
    operation_id="list_contract_inventory",
    response_model=list[InventoryRecord],
    responses=_FROM_STATE,
)
async def inventory(request: Request, resources: Res) -> Response:
    """Every product with its stock, expected demand and status."""
    return await pass_list(request, resources.clients.inventory, "/inventory")


@router.head("/demand", include_in_schema=False)
@router.get(
    "/demand",
    operation_id="list_contract_demand",
    response_model=list[DemandRecord],
    responses=_FROM_STATE,
)
async def demand(request: Request, resources: Res) -> Response:
    """Every product with its expected demand over the next seven days."""
    return await pass_list(request, resources.clients.forecast, "/demand")


@router.head("/campaign-plan", include_in_schema=False)
@router.get(
    "/campaign-plan",
    operation_id="list_contract_campaign_plan",
    response_model=list[PlanRecord],
    responses=_FROM_STATE,
)
async def campaign_plan(request: Request, resources: Res) -> Response:
    """What to promote, to whom, at what discount."""
    return await pass_list(request, resources.clients.strategy, "/campaign-plan")


@router.head("/generated-campaigns", include_in_schema=False)
@router.get(
    "/generated-campaigns",
    operation_id="list_contract_generated_campaigns",
    response_model=dict[str, GeneratedCampaign],
    responses=declare(*_REFUSED, DocumentsUnavailable),
)
async def generated_campaigns(request: Request, resources: Res) -> Response:
    """The current copy of every campaign, by `{StockCode}_{TargetCluster}`."""
    return await pass_list(request, resources.clients.campaign, "/generated-campaigns")


@router.post(
    "/generate-campaign",
    operation_id="generate_campaign",
    responses=declare(*_REFUSED, InvalidInput, NotFound, Conflict, DocumentsUnavailable),
    openapi_extra=BODY,
)
async def generate_campaign(
    body: Annotated[dict[str, object], Body()],
    resources: Res,
    request: Request,
    idempotency_key: IdempotencyKey = None,
    fresh: Annotated[bool, Query(description="Write a new text, ignoring stored ones")] = False,
) -> GeneratedCampaign:
    """Write the copy for one plan row and store it: 200 means stored.

    Values missing from the body come from the plan. The same request sent again, or while the first
    is running, gets the same record. If the client disconnects, a model call made only for it is
    cancelled.
    """
    sent, normalized = read_request(body)
    if idempotency_key is not None:
        ascii_header("Idempotency-Key", idempotency_key)
    clients = resources.clients

    async def generated() -> GeneratedCampaign:
        copy = await resolve(sent, normalized, clients.strategy, clients.inventory)
        generator = generator_of(resources)
        return await generator.generate(copy, sent, fresh=fresh, key=idempotency_key)

    return await cancel_on_disconnect(request.receive, generated())


def generator_of(resources: Resources) -> CampaignGenerator:
    """Dependency that provides the use case with its clients."""
    clients, settings = resources.clients, resources.settings
    return CampaignGenerator(
        clients.genai,
        clients.campaign,
        Offers(clients.strategy, clients.inventory),
        resources.in_flight,
        settings.copy_seconds + 2 * settings.forward_seconds,
    )


async def pass_list(request: Request, client: ServiceClient, path: str) -> Response:
    """A service's list at `path`: its bytes, ETag, encoding and snapshot, or its 304.

    Raises:
        SmartRetailError: the service did not answer, or failed without a problem document.
    """
    answer = await client.call(request.method, path, headers=request_headers(request))
    return to_response(answer, client.name, head=request.method == "HEAD")
