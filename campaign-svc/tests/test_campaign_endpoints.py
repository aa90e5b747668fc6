"""The campaign endpoints, with both stores."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from support.apps import serve_app

from campaign_svc.main import create_app
from campaign_svc.settings import Settings

MakeCopy = Callable[..., dict[str, Any]]
Save = Callable[..., Awaitable[dict[str, Any]]]

REGULAR = "/v1/campaigns/22423_Regular%20Customers"
STATE = {"revision", "newest_version", "allowed", "audience"}


async def current(client: httpx.AsyncClient, path: str = REGULAR) -> dict[str, Any]:
    """The campaign as GET returns it, without its lifecycle fields."""
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.json().items() if name not in STATE}


async def test_saved_campaign_is_read_back(client: httpx.AsyncClient, save: Save) -> None:
    """PUT returns the stored record with id, version 1 and status draft, and so does GET."""
    saved = await save()
    assert saved == {
        "id": "22423_Regular Customers",
        "stock_code": "22423",
        "product_description": "REGENCY CAKESTAND 3 TIER",
        "objective": "Clear Stock",
        "target_cluster": "Regular Customers",
        "discount": 25,
        "generated_at": "2011-09-09T08:30:00.000000Z",
        "provider": "template",
        "version": 1,
        "status": "draft",
        "email_subject": "25% off",
        "email_body": "Hello,\n\n25% off this week.",
        "whatsapp_message": "25% off 🎁",
        "model": None,
        "prompt_version": "1",
        "question": "q1",
        "inputs": {"tone": "friendly", "row": {"Discount": 25}},
        "language": None,
        "whatsapp_template": None,
        "author": "local",
        "origin": "generated",
        "saved_at": saved["saved_at"],
    }
    assert await current(client) == saved


async def test_repeated_request_returns_the_stored_record(
    client: httpx.AsyncClient, save: Save
) -> None:
    """A repeated request returns the stored record unchanged and creates no version."""
    first = await save()
    again = await save(generated_at="2012-01-01T00:00:00Z", email_subject="other words")
    assert again == first
    assert (await client.get(f"{REGULAR}/versions")).json()["total"] == 1


async def test_fresh_or_changed_request_creates_a_version(
    client: httpx.AsyncClient, save: Save
) -> None:
    """`fresh=true` or a changed request adds a version and replaces the current copy."""
    await save(email_subject="one")
    await save(email_subject="two", fresh=True)
    third = await save(email_subject="three", question="q2", discount=0)
    assert third["version"] == 3
    assert third["discount"] == 0
    assert await current(client) == third
    versions = (await client.get(f"{REGULAR}/versions")).json()
    assert [item["email_subject"] for item in versions["items"]] == ["three", "two", "one"]
    assert [item["version"] for item in versions["items"]] == [3, 2, 1]
    assert versions["total"] == 3


async def test_earlier_request_creates_a_new_version(save: Save) -> None:
    """Only the current copy is reused: repeating an earlier request creates a new version."""
    await save(question="q1")
    await save(question="q2")
    assert (await save(question="q1"))["version"] == 3


async def test_versions_are_paged(client: httpx.AsyncClient, save: Save) -> None:
    """The cursor of one page of versions continues with the next."""
    for number in range(5):
        await save(question=f"q{number}")
    numbers: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        answer = await client.get(f"{REGULAR}/versions", params={"limit": 2} | cursor)
        page = answer.json()
        numbers += [item["version"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert numbers == [5, 4, 3, 2, 1]


async def test_contract_list_is_keyed_by_id(client: httpx.AsyncClient, save: Save) -> None:
    """`/generated-campaigns` maps each id to its record, with only the contract's fields."""
    await save()
    await save(stock_code="085123A", target_cluster="VIP Customers", discount=12.5)
    answer = (await client.get("/generated-campaigns")).json()
    assert list(answer) == ["085123A_VIP Customers", "22423_Regular Customers"]
    assert answer["085123A_VIP Customers"] == {
        "email_subject": "25% off",
        "email_body": "Hello,\n\n25% off this week.",
        "whatsapp_message": "25% off 🎁",
        "StockCode": "085123A",
        "Objective": "Clear Stock",
        "TargetCluster": "VIP Customers",
        "Discount": 12.5,
        "ProductDescription": "REGENCY CAKESTAND 3 TIER",
        "generatedAt": "2011-09-09T08:30:00.000000Z",
        "provider": "template",
        "model": None,
        "prompt_version": "1",
        "version": 1,
        "status": "draft",
    }


async def test_contract_list_etag_follows_its_content(
    client: httpx.AsyncClient, save: Save
) -> None:
    """Unchanged campaigns give 304; a new version gives 200 with another ETag."""
    empty = await client.get("/generated-campaigns")
    assert empty.json() == {}
    await save()
    first = await client.get("/generated-campaigns")
    unchanged = {"If-None-Match": first.headers["ETag"]}
    assert (await client.get("/generated-campaigns", headers=unchanged)).status_code == 304
    assert (await client.head("/generated-campaigns")).headers["ETag"] == first.headers["ETag"]
    await save(question="q2")
    assert (await client.get("/generated-campaigns", headers=unchanged)).status_code == 200


async def test_contract_list_reads_every_page(
    client: httpx.AsyncClient, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For any internal page size, every campaign is in the list."""
    monkeypatch.setattr("campaign_svc.campaigns.repository._PAGE_SIZE", 2)
    for number in range(7):
        await save(stock_code=f"P{number}")
    answer = (await client.get("/generated-campaigns")).json()
    assert list(answer) == [f"P{number}_Regular Customers" for number in range(7)]


async def fill(save: Save) -> None:
    segments = ("VIP Customers", "Lost Customers")
    objectives = ("Clear Stock", "Retention", "Retention")
    for number in range(12):
        await save(
            stock_code=f"P{number:02}",
            target_cluster=segments[number % 2],
            objective=objectives[number % 3],
            provider="gemini" if number == 5 else "template",
            generated_at=f"2011-09-{20 - number:02}T00:00:00Z",
        )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, list(range(12))),
        ({"sort": "generated_at"}, list(range(11, -1, -1))),
        ({"sort": "id"}, list(range(12))),
        ({"sort": "-id"}, list(range(11, -1, -1))),
        ({"stock_code": "P07"}, [7]),
        ({"target_cluster": "VIP Customers"}, [0, 2, 4, 6, 8, 10]),
        ({"objective": "Clear Stock"}, [0, 3, 6, 9]),
        ({"provider": "gemini"}, [5]),
        ({"target_cluster": "VIP Customers", "objective": "Clear Stock"}, [0, 6]),
        ({"stock_code": "$ne"}, []),
    ],
)
async def test_list_supports_filters_sorting_and_paging(
    client: httpx.AsyncClient, save: Save, query: dict[str, str], expected: list[int]
) -> None:
    """Filters combine, sorting works both ways, total counts matches, and pages are complete."""
    await fill(save)
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get("/v1/campaigns", params=query | cursor | {"limit": "5"})).json()
        assert page["total"] == len(expected)
        found += [item["stock_code"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [f"P{number:02}" for number in expected]


async def test_summary_has_totals_and_latest_campaigns(
    client: httpx.AsyncClient, save: Save
) -> None:
    """Totals by objective and segment add up; the ten latest campaigns come first."""
    nothing = (await client.get("/v1/campaigns/summary")).json()
    empty: dict[str, Any] = {"by_objective": {}, "by_segment": {}, "by_status": {}}
    assert nothing == {"total": 0, **empty, "latest": []}
    await fill(save)
    summary = (await client.get("/v1/campaigns/summary")).json()
    assert summary["total"] == 12
    assert summary["by_objective"] == {"Clear Stock": 4, "Retention": 8}
    assert summary["by_segment"] == {"VIP Customers": 6, "Lost Customers": 6}
    assert summary["by_status"] == {"draft": 12}
    assert [item["stock_code"] for item in summary["latest"]] == [f"P{n:02}" for n in range(10)]
    assert summary["latest"][0]["product_description"] == "REGENCY CAKESTAND 3 TIER"


CODES = ["a/b", "a//b", "ä ö", "100%", "a#b?c&d=e", "a_b", "22423/versions", "+1", "🎁"]


async def test_special_characters_in_product_codes_are_preserved(
    settings: Settings, make_copy: MakeCopy
) -> None:
    """A product code with slashes, blanks or URL characters arrives unchanged."""
    async with serve_app(create_app(settings)) as client:
        for code in CODES:
            copy = make_copy(stock_code=code)
            name = quote(f"{code}_Regular Customers", safe="")
            path = f"/v1/campaigns/{name}"
            saved = (await client.put(f"/internal/campaigns/{name}", json=copy)).json()
            assert saved["stock_code"] == code
            assert await current(client, path) == saved
            assert (await client.get(f"{path}/versions")).json()["items"] == [saved]
        assert set((await client.get("/generated-campaigns")).json()) == {
            f"{code}_Regular Customers" for code in CODES
        }


async def test_unknown_campaign_is_404(client: httpx.AsyncClient) -> None:
    """The campaign and its versions are 404, and the message says where to look."""
    for path in (REGULAR, f"{REGULAR}/versions"):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
        assert "GET /v1/campaigns lists them" in answer.json()["detail"]


async def test_concurrent_saves_each_create_a_version(
    client: httpx.AsyncClient, save: Save
) -> None:
    """Fifty different concurrent saves of one campaign create fifty versions without gaps."""
    saved = await asyncio.gather(*(save(question=f"q{number}") for number in range(50)))
    assert sorted(item["version"] for item in saved) == list(range(1, 51))
    versions = (await client.get(f"{REGULAR}/versions")).json()["items"]
    assert {item["version"]: item["question"] for item in versions} == {
        item["version"]: item["question"] for item in saved
    }
    assert await current(client) == versions[0]


async def test_concurrent_equal_saves_create_one_version(
    client: httpx.AsyncClient, save: Save
) -> None:
    """Fifty concurrent saves of the same request store one record, which all of them get."""
    saved = await asyncio.gather(*(save(email_subject=f"s{number}") for number in range(50)))
    assert all(item == saved[0] for item in saved)
    assert (await client.get(f"{REGULAR}/versions")).json()["total"] == 1
