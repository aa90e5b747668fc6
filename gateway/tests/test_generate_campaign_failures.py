"""`POST /generate-campaign` when data is missing or a service is slow or down."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.fake_services import PLAN_ROW, FakeFleet
from support.generate_requests import FULL, PATH, post
from support.waiting import PATIENCE_SECONDS, until

from gateway.settings import Settings


@pytest.fixture
def fleet(fleet: FakeFleet) -> FakeFleet:
    """The fleet, with one product in catalogue and plan."""
    fleet.know_product()
    return fleet


@pytest.mark.parametrize("field", ["Objective", "TargetCluster", "Discount"])
async def test_missing_field_is_named(
    fleet: FakeFleet, client: httpx.AsyncClient, field: str
) -> None:
    """A field that is neither in the body nor in the plan is named in a 422."""
    fleet.know_product(PLAN_ROW | {"stock_code": "1"}, planned=False)
    body = {k: v for k, v in FULL.items() if k != field} | {"StockCode": "1"}
    answer = await client.post(PATH, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"].startswith(
        f"{field} is required: the plan has no row for this product. Allowed values: "
    )
    assert fleet.copywriter.text_count == 0


async def test_unusable_plan_row_is_ignored(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """A plan row with an unknown objective is ignored, and the 422 names the field."""
    fleet.know_product(PLAN_ROW | {"objective": "World Domination", "discount": None})
    answer = await client.post(PATH, json={"StockCode": "85123A"})
    assert answer.status_code == 422
    assert (
        "Objective is required: the plan's row for this product has no valid"
        in answer.json()["detail"]
    )


@pytest.mark.parametrize("code", ["nobody-knows-it", ".", ".."])
async def test_unknown_product_is_404(client: httpx.AsyncClient, code: str) -> None:
    """A product in neither the catalogue nor the plan is a 404 that says so."""
    answer = await client.post(PATH, json=FULL | {"StockCode": code})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert code in answer.json()["detail"]


async def test_complete_body_does_not_need_the_plan(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """The plan is needed only for missing fields."""
    fleet["strategy-svc"].answers("/v1/plan/85123A", {}, status=500)
    await post(client, FULL)
    answer = await client.post(PATH, json={"StockCode": "85123A"})
    assert answer.status_code == 503
    assert "strategy-svc" in answer.json()["detail"]


async def test_unavailable_catalogue_is_503_not_404(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """If inventory-svc is down, a product outside the plan is 503 and not 404."""
    fleet["inventory-svc"].answers("/v1/products/2", {}, status=503)
    answer = await client.post(PATH, json=FULL | {"StockCode": "2"})
    assert answer.status_code == 503
    assert "inventory-svc" in answer.json()["detail"]


async def test_unavailable_store_prevents_the_model_call(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """campaign-svc is called first, so no copy is paid for when it is down."""
    for query in ("", "?fresh=true"):
        fleet.campaigns.answers("/v1/campaigns/85123A_VIP Customers", {}, status=503)
        answer = await client.post(PATH + query, json=FULL)
        assert answer.status_code == 503
        assert "campaign-svc" in answer.json()["detail"]
    assert fleet.copywriter.text_count == 0


async def test_failed_write_is_not_a_200(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """If the write fails the text is not returned, because 200 means stored."""
    path = "/internal/campaigns/85123A_VIP Customers"
    fleet.campaigns.answers(path, {}, method="PUT", status=503)
    answer = await client.post(PATH, json=FULL)
    assert (answer.status_code, fleet.copywriter.text_count) == (503, 1)
    assert "email_subject" not in answer.text


@pytest.mark.parametrize(
    ("status", "expected"), [(422, 422), (503, 503), (500, 503), (504, 504), (401, 503)]
)
async def test_genai_svc_errors_are_passed_on(
    fleet: FakeFleet, client: httpx.AsyncClient, status: int, expected: int
) -> None:
    """genai-svc's error detail is passed on with a fitting status, never as a 500."""
    detail = {"detail": "No ink."}
    fleet.copywriter.answers("/v1/copy", detail, method="POST", status=status)
    answer = await client.post(PATH, json=FULL)
    assert answer.status_code == expected
    assert "genai-svc says: No ink." in answer.json()["detail"]


@pytest.mark.parametrize("garbage", [b"<html>", b"[1,2]", b"{}", b'{"email_subject":5}', b""])
@pytest.mark.parametrize("service", ["genai-svc", "campaign-svc"])
async def test_invalid_response_names_the_service(
    fleet: FakeFleet, client: httpx.AsyncClient, garbage: bytes, service: Any
) -> None:
    """A service that answers 200 with an invalid body is named in a 503."""
    if service == "campaign-svc":
        path = "/internal/campaigns/85123A_VIP Customers"
        fleet.campaigns.answers(path, garbage, method="PUT")
    else:
        fleet.copywriter.answers("/v1/copy", garbage, method="POST")
    answer = await client.post(PATH, json=FULL)
    assert answer.status_code == 503
    assert service in answer.json()["detail"]


async def test_record_of_an_older_program_is_replaced(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A stored record without our fields matches no request and causes no error."""
    fleet.campaigns.stored["85123A_VIP Customers"] = {"email_subject": None, "version": 1}
    assert (await post(client, FULL))["version"] == 2


async def test_callers_deadline_ends_the_wait(fleet: FakeFleet) -> None:
    """After 300 ms the caller gets a 504, and the copy without callers is cancelled."""
    fleet.copywriter.ready.clear()
    async with fleet.gateway(Settings(copy_seconds=300)) as client:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await client.post(PATH, json=FULL, headers={"X-Deadline-Ms": "300"})
        assert answer.status_code == 504
        fleet.copywriter.ready.set()
        for _ in range(100):  # enough for a write, which waits for nothing here
            await asyncio.sleep(0)
    assert fleet.campaigns.requests("PUT") == []


async def test_deadline_applies_only_to_its_caller(
    fleet: FakeFleet, client: httpx.AsyncClient, waiting: Callable[[], int]
) -> None:
    """The first caller's short deadline does not end the second caller's request."""
    fleet.copywriter.ready.clear()
    hurried = asyncio.create_task(client.post(PATH, json=FULL, headers={"X-Deadline-Ms": "300"}))
    await until(lambda: waiting() == 1)
    patient = asyncio.create_task(post(client, FULL))
    assert (await hurried).status_code == 504
    fleet.copywriter.ready.set()
    assert (await patient)["email_subject"] == "HEART, text 1"
    assert fleet.copywriter.text_count == 1


async def test_slow_genai_svc_is_named(fleet: FakeFleet) -> None:
    """If genai-svc exceeds COPY_SECONDS the response is a 504 that names it."""
    fleet.copywriter.ready.clear()
    async with fleet.gateway(Settings(copy_seconds=0.2)) as client:
        answer = await client.post(PATH, json=FULL)
    assert answer.status_code == 504
    assert "genai-svc didn't answer within 0.2 s" in answer.json()["detail"]


async def test_failure_is_not_cached(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """After a failed attempt the same request is sent again."""
    path = "/v1/campaigns/85123A_VIP Customers"
    fleet.campaigns.answers(path, {}, status=503)
    assert (await client.post(PATH, json=FULL)).status_code == 503
    fleet.campaigns.forget_answers()
    assert (await post(client, FULL))["version"] == 1
