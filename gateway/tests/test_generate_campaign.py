"""`POST /generate-campaign`: creates and stores a campaign from a row of the plan."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.fake_services import PLAN_ROW, FakeFleet
from support.generate_requests import FULL, PATH, post
from support.waiting import until

KEYS = {
    "email_subject", "email_body", "whatsapp_message", "StockCode", "Objective", "TargetCluster",
    "Discount", "ProductDescription", "generatedAt", "provider",
}  # fmt: skip


@pytest.fixture
def fleet(fleet: FakeFleet) -> FakeFleet:
    """The fleet, with one product in catalogue and plan."""
    fleet.know_product()
    return fleet


async def test_campaign_is_stored_before_the_response(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """The response has the contract's keys and matches what campaign-svc stores."""
    record = await post(client, FULL)
    assert record.keys() >= KEYS
    stored_campaign = fleet.campaigns.stored["85123A_VIP Customers"]
    assert record["generatedAt"] == stored_campaign["generated_at"]
    assert (record["StockCode"], record["Objective"]) == ("85123A", "Retention")
    assert (record["TargetCluster"], record["Discount"]) == ("VIP Customers", 10)
    assert (record["ProductDescription"], record["provider"]) == ("HEART", "template")
    assert record["email_subject"] == stored_campaign["email_subject"] == "HEART, text 1"


async def test_missing_fields_come_from_the_plan(client: httpx.AsyncClient) -> None:
    """A stock code alone is enough if the plan has a row for it."""
    record = await post(client, {"stock_code": "85123A"})
    assert record["Objective"] == PLAN_ROW["objective"]
    assert record["TargetCluster"] == PLAN_ROW["target_cluster"]
    assert record["Discount"] == PLAN_ROW["discount"]
    assert record["ProductDescription"] == PLAN_ROW["product_name"]


async def test_zero_discount_overrides_the_plan(client: httpx.AsyncClient) -> None:
    """Discount 0 is a value and is not replaced by the plan's 25."""
    assert (await post(client, {"StockCode": "85123A", "Discount": 0}))["Discount"] == 0


async def test_stock_and_demand_are_not_sent_to_genai_svc(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """genai-svc gets only what shapes the copy; the other inputs are stored."""
    await post(client, FULL | {"Current_Stock": 4711, "Predicted_7d_Demand": 47.11, "x": "y"})
    brief = fleet.copywriter.requests("POST")[0].json()
    assert brief.keys() == {"stock_code", "product_name", "objective", "target_cluster", "discount"}
    inputs = fleet.campaigns.stored["85123A_VIP Customers"]["inputs"]
    assert (inputs["current_stock"], inputs["predicted_7d_demand"]) == (4711, 47.11)
    assert inputs["fallback_reason"] == "no key"


async def test_repeated_request_returns_the_stored_record(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A repeated request, even with other stock, calls no model and creates no version."""
    first = await post(client, FULL | {"Current_Stock": 10})
    second = await post(client, FULL | {"Current_Stock": 99})
    assert first == second
    assert fleet.copywriter.text_count == 1
    assert len(fleet.campaigns.requests("PUT")) == 1


async def test_style_is_sent_to_genai_svc(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """Tone, language and variants make a new request and are stored with it."""
    texts = [
        {"email_subject": f"{n}", "email_body": "b", "whatsapp_message": "w"} for n in range(3)
    ]
    written = {**texts[0], "variants": texts, "provider": "gemini", "tone": "formal"}
    plain = await post(client, FULL)
    assert "variants" not in plain
    fleet.copywriter.answers("/v1/copy", written, method="POST")
    style = {"tone": "formal", "language": "de-AT", "variants": 3}
    record = await post(client, FULL | style)
    assert record["variants"] == texts
    assert (record["email_subject"], record["version"]) == ("0", 2)
    brief = fleet.copywriter.requests("POST")[-1].json()
    assert {name: brief[name] for name in style} == style
    assert await post(client, FULL | style) == record
    assert len(fleet.copywriter.requests("POST")) == 2
    stored_campaign = fleet.campaigns.stored["85123A_VIP Customers"]
    assert stored_campaign["inputs"]["variants"] == texts


@pytest.mark.parametrize(
    "style",
    [{"tone": "rude"}, {"language": "x"}, {"language": 7}, {"variants": 0}, {"variants": 6},
     {"variants": True}, {"variants": "two"}, {"tone": ["formal"]}],
)  # fmt: skip
async def test_invalid_style_is_rejected(client: httpx.AsyncClient, style: dict[str, Any]) -> None:
    """An invalid style is a 422 that names the field."""
    answer = await client.post(PATH, json=FULL | style)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(style)


async def test_idempotency_key_creates_one_version(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """The key is passed on, and repeating a fresh request with it returns the same version."""
    headers = {"Idempotency-Key": "k-1"}
    records = [
        (await client.post(f"{PATH}?fresh=true", json=FULL, headers=headers)).json()
        for _ in range(3)
    ]
    assert [record["version"] for record in records] == [1, 1, 1]
    [request] = fleet.copywriter.requests("POST")
    assert request.headers["idempotency-key"] == "k-1"
    other = await client.post(f"{PATH}?fresh=true", json=FULL, headers={"Idempotency-Key": "k-2"})
    assert other.json()["version"] == 2


async def test_fresh_creates_a_new_version(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """fresh=true generates a new text and version, which later requests then return."""
    first = await post(client, FULL)
    fresh = await post(client, FULL, "?fresh=true")
    assert (first["version"], fresh["version"]) == (1, 2)
    assert fresh["generatedAt"] > first["generatedAt"]
    assert await post(client, FULL) == fresh
    assert fleet.copywriter.text_count == 2


@pytest.mark.parametrize(
    "change",
    [
        {"Discount": 11},
        {"Objective": "Clear Stock"},
        {"ProductDescription": "SOUL"},
        {"TargetCluster": "New Customers"},
    ],
)
async def test_changed_input_generates_new_text(
    fleet: FakeFleet, client: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    """A change of any field that shapes the copy generates a new text."""
    await post(client, FULL)
    await post(client, FULL | change)
    assert fleet.copywriter.text_count == 2


async def test_concurrent_equal_requests_share_one_call(
    fleet: FakeFleet, client: httpx.AsyncClient, waiting: Callable[[], int]
) -> None:
    """Equal requests during the first one get its response, in any spelling."""
    fleet.copywriter.ready.clear()
    low = {"stock_code": "85123A", "objective": "Retention", "target_cluster": "VIP Customers"}
    bodies = [FULL, low | {"discount": "10", "product_description": "HEART"}] * 10
    clicks = [asyncio.create_task(post(client, body)) for body in bodies]
    await until(lambda: waiting() == len(clicks))
    fleet.copywriter.ready.set()
    records = await asyncio.gather(*clicks)
    assert all(record == records[0] for record in records)
    assert fleet.copywriter.text_count == 1
    assert len(fleet.campaigns.requests("PUT")) == 1


async def test_request_joins_a_running_fresh_request(
    fleet: FakeFleet, client: httpx.AsyncClient, waiting: Callable[[], int]
) -> None:
    """A request without fresh waits for a fresh text that is being generated."""
    old = await post(client, FULL)
    fleet.copywriter.ready.clear()
    fresh = asyncio.create_task(post(client, FULL, "?fresh=true"))
    await until(lambda: waiting() == 1)
    plain = asyncio.create_task(post(client, FULL))
    await until(lambda: waiting() == 2)
    fleet.copywriter.ready.set()
    assert await plain == await fresh != old


async def test_disconnect_does_not_affect_joined_requests(
    fleet: FakeFleet, client: httpx.AsyncClient, waiting: Callable[[], int]
) -> None:
    """If the first client disconnects, those who joined still get the record."""
    fleet.copywriter.ready.clear()
    first = asyncio.create_task(post(client, FULL))
    await until(lambda: waiting() == 1)
    second = asyncio.create_task(post(client, FULL))
    await until(lambda: waiting() == 2)
    first.cancel()
    await until(lambda: waiting() == 1)
    fleet.copywriter.ready.set()
    assert (await second)["email_subject"] == "HEART, text 1"
    assert fleet.copywriter.text_count == 1


async def test_codes_use_the_catalogues_spelling(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """An integer code is read as its digits, and the catalogue's spelling is stored."""
    row = PLAN_ROW | {"stock_code": "22423"}
    fleet.know_product(row)
    assert (await post(client, {"StockCode": 22423}))["StockCode"] == "22423"
    fleet["strategy-svc"].answers("/v1/plan/85123a", PLAN_ROW)
    assert (await post(client, {"StockCode": " 85123a "}))["StockCode"] == "85123A"


@pytest.mark.parametrize("code", ["AB/12 Ä", "50% off", "a?b#c", "x&y=z", "..x", "日本"])
async def test_special_characters_in_codes_are_preserved(
    fleet: FakeFleet, client: httpx.AsyncClient, code: str
) -> None:
    """Codes with slashes, blanks, percent signs or other scripts reach every service unchanged."""
    fleet.know_product(PLAN_ROW | {"stock_code": code})
    record = await post(client, {"StockCode": code})
    assert record["StockCode"] == code
    assert f"{code}_Regular Customers" in fleet.campaigns.stored


async def test_product_outside_the_plan_is_accepted(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A product in the catalogue is enough if the body has the other fields."""
    fleet.know_product(PLAN_ROW | {"stock_code": "1"}, planned=False)
    body = {k: v for k, v in FULL.items() if k != "ProductDescription"} | {"StockCode": "1"}
    assert (await post(client, body))["ProductDescription"] == PLAN_ROW["product_name"]
