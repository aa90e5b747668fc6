"""`POST /generate-campaign` where something is missing, late or away."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.fake_services import PLAN_ROW, FakeFleet
from support.generate_requests import FULL, PATH, post
from support.waiting import HOUR, PATIENCE_SECONDS, until

from gateway.settings import Settings


@pytest.fixture
def fleet(fleet: FakeFleet) -> FakeFleet:
    """The fleet, with one product in catalogue and plan."""
    fleet.know_product()
    return fleet


@pytest.mark.parametrize("field", ["Objective", "TargetCluster", "Discount"])
async def test_what_nobody_says_is_named(
    fleet: FakeFleet, client: httpx.AsyncClient, field: str
) -> None:
    """Left out by the body and not in the plan: 422 names the field."""
    fleet.know_product(PLAN_ROW | {"stock_code": "1"}, planned=False)
    body = {k: v for k, v in FULL.items() if k != field} | {"StockCode": "1"}
    answer = await client.post(PATH, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"].startswith(f"{field} is missing")
    assert fleet.copywriter.written == 0


async def test_a_plan_of_other_tools_may_be_unusable(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A plan row with an objective nobody knows counts as none: 422 names the field."""
    fleet.know_product(PLAN_ROW | {"objective": "World Domination", "discount": None})
    answer = await client.post(PATH, json={"StockCode": "85123A"})
    assert answer.status_code == 422
    assert "Objective is missing" in answer.json()["detail"]


@pytest.mark.parametrize("code", ["nobody-knows-it", ".", ".."])
async def test_an_unknown_product_is_not_found(client: httpx.AsyncClient, code: str) -> None:
    """A product in neither the catalogue nor the plan is a 404 that says so."""
    answer = await client.post(PATH, json=FULL | {"StockCode": code})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert code in answer.json()["detail"]


async def test_without_the_plan_a_whole_body_is_enough(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """The plan is needed for what is missing only: where nothing is, nobody misses it."""
    fleet["strategy-svc"].answers("/v1/plan/85123A", {}, status=500)
    await post(client, FULL)
    answer = await client.post(PATH, json={"StockCode": "85123A"})
    assert answer.status_code == 503
    assert "strategy-svc" in answer.json()["detail"]


async def test_not_knowing_is_not_the_same_as_not_there(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Where inventory-svc is down, a product outside the plan is 503 and not 404."""
    fleet["inventory-svc"].answers("/v1/products/2", {}, status=503)
    answer = await client.post(PATH, json=FULL | {"StockCode": "2"})
    assert answer.status_code == 503
    assert "inventory-svc" in answer.json()["detail"]


async def test_a_store_that_is_down_costs_no_model_call(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """campaign-svc is asked first, so its absence is found out before copy is paid for."""
    for query in ("", "?fresh=true"):
        fleet.campaigns.answers("/v1/campaigns/85123A_VIP Customers", {}, status=503)
        answer = await client.post(PATH + query, json=FULL)
        assert answer.status_code == 503
        assert "campaign-svc" in answer.json()["detail"]
    assert fleet.copywriter.written == 0


async def test_not_kept_is_not_answered(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """When the write fails the text is not answered, for 200 means stored."""
    path = "/internal/campaigns/85123A_VIP Customers"
    fleet.campaigns.answers(path, {}, method="PUT", status=503)
    answer = await client.post(PATH, json=FULL)
    assert (answer.status_code, fleet.copywriter.written) == (503, 1)
    assert "email_subject" not in answer.text


@pytest.mark.parametrize(
    ("status", "expected"), [(422, 422), (503, 503), (500, 503), (504, 504), (401, 503)]
)
async def test_the_copywriters_refusals_keep_their_kind(
    fleet: FakeFleet, client: httpx.AsyncClient, status: int, expected: int
) -> None:
    """What genai-svc says of a failure is told on, under a status that fits, and never as a 500."""
    detail = {"detail": "No ink."}
    fleet.copywriter.answers("/v1/copy", detail, method="POST", status=status)
    answer = await client.post(PATH, json=FULL)
    assert answer.status_code == expected
    assert "genai-svc says: No ink." in answer.json()["detail"]


@pytest.mark.parametrize("garbage", [b"<html>", b"[1,2]", b"{}", b'{"email_subject":5}', b""])
@pytest.mark.parametrize("service", ["genai-svc", "campaign-svc"])
async def test_garbage_is_named(
    fleet: FakeFleet, client: httpx.AsyncClient, garbage: bytes, service: Any
) -> None:
    """A service that answers 200 with something else is named in a 503."""
    if service == "campaign-svc":
        path = "/internal/campaigns/85123A_VIP Customers"
        fleet.campaigns.answers(path, garbage, method="PUT")
    else:
        fleet.copywriter.answers("/v1/copy", garbage, method="POST")
    answer = await client.post(PATH, json=FULL)
    assert answer.status_code == 503
    assert service in answer.json()["detail"]


async def test_a_campaign_of_an_older_program_is_replaced(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A kept record without our fields is no answer to any question, and no reason to fail."""
    fleet.campaigns.stored["85123A_VIP Customers"] = {"email_subject": None, "version": 1}
    assert (await post(client, FULL))["version"] == 2


async def test_the_callers_deadline_ends_the_wait(fleet: FakeFleet) -> None:
    """A caller with 300 ms gets a 504 then, and the copy nobody waits for is not written on."""
    fleet.copywriter.pen.clear()
    async with fleet.gateway(Settings(copy_seconds=300)) as client:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await client.post(PATH, json=FULL, headers={"X-Deadline-Ms": "300"})
        assert answer.status_code == 504
        fleet.copywriter.pen.set()
        for _ in range(100):  # enough for a write, which waits for nothing here
            await asyncio.sleep(0)
    assert fleet.campaigns.requests("PUT") == []


async def test_one_callers_deadline_is_not_anothers(
    fleet: FakeFleet, client: httpx.AsyncClient, waiting: Callable[[], int]
) -> None:
    """The first one's short deadline does not cut short what the second one waits for."""
    fleet.copywriter.pen.clear()
    hurried = asyncio.create_task(client.post(PATH, json=FULL, headers={"X-Deadline-Ms": "300"}))
    await until(lambda: waiting() == 1)
    patient = asyncio.create_task(post(client, FULL))
    assert (await hurried).status_code == 504
    fleet.copywriter.pen.set()
    assert (await patient)["email_subject"] == "HEART, text 1"
    assert fleet.copywriter.written == 1


async def test_a_slow_copywriter_is_named(fleet: FakeFleet) -> None:
    """genai-svc has COPY_SECONDS; then the answer is a 504 that names it."""
    fleet.copywriter.delay = HOUR
    async with fleet.gateway(Settings(copy_seconds=0.2)) as client:
        answer = await client.post(PATH, json=FULL)
    assert answer.status_code == 504
    assert "genai-svc didn't answer within 0.2 s" in answer.json()["detail"]


async def test_a_failure_is_not_remembered(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """After a failed attempt the same question is asked again."""
    path = "/v1/campaigns/85123A_VIP Customers"
    fleet.campaigns.answers(path, {}, status=503)
    assert (await client.post(PATH, json=FULL)).status_code == 503
    fleet.campaigns.forget_answers()
    assert (await post(client, FULL))["version"] == 1
