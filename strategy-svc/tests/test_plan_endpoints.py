"""The plan over HTTP, from a snapshot and from a flat folder written by other tools."""

import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.apps import serve_app
from support.states import write_flat_state, write_snapshot

from fleet.snapshots import StatedAssumption
from strategy_svc.main import create_app
from strategy_svc.settings import Settings

CONTRACT = {
    "StockCode": str,
    "Predicted_7d_Demand": float,
    "Current_Stock": int,
    "OverstockRatio": float,
    "Objective": str,
    "TargetCluster": str,
    "Target_Cluster": str,
    "Discount": (int, float),
    "ProductName": str,
}


def row(code: str, **more: Any) -> dict[str, Any]:
    return {
        "StockCode": code,
        "Predicted_7d_Demand": 10.5,
        "Current_Stock": 105,
        "OverstockRatio": 10.0,
        "Objective": "Clear Stock",
        "TargetCluster": "Regular Customers",
        "Discount": 25,
    } | more


def full(code: str, priority: int, **more: Any) -> dict[str, Any]:
    ours = {
        "Unit_Price": 10.0,
        "Unit_Cost": 7.0,
        "Cost_Source": "assumed",
        "Stock_Source": "simulated",
        "Money_At_Stake": 100.5 / priority,
        "Priority": priority,
        "Reason": f"Because of {code}, and more.",
        "Evidence": "In its own history.",
        "Expected_Units": 3.5,
        "Expected_Units_P10": -1.0,
        "Expected_Units_P90": 8.0,
        "P_Gain": 0.9,
    }
    return row(code) | ours | more


EXPLANATION = {
    "facts": ["one", "two", "three"],
    "for_whom": None,
    "next_best": {
        "discount": None,
        "target_cluster": None,
        "gain": 0.0,
        "p_gain": None,
        "sentence": "Next best is doing nothing.",
    },
    "what_would_change": ["A unit cost above GBP 9.50."],
}
SNAPSHOT = {
    "campaign_plan.csv": [
        full("00123", 1),
        full("A/B ä", 2, Objective="Retention", TargetCluster="At-Risk Customers", Discount=0),
        full("085123A", 3, OverstockRatio="", Predicted_7d_Demand=0.0),
    ],
    "products.json": {"00123": "  WHITE LANTERN ", "A/B ä": "Bag"},
    "plan_explanations.json": {"00123": EXPLANATION},
}
STATED = {"name": "cover_weeks", "value": 2.0, "unit": "weeks", "applies_to": "the plan"}
CODED = {"name": "min_gain", "value": 1.0, "unit_code": "money", "applies_to_code": "plan"}
FACTS = {
    "assumptions": [STATED, CODED, {"name": "unit_cost", "applies_to_code": "unit_cost"}],
    "plan": {"candidates": 40, "advice": "3 campaigns.", "customers_known": True},
}


@pytest.fixture(name="client")
async def _client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    write_snapshot(tmp_path, SNAPSHOT, facts=FACTS)
    async with serve_app(create_app(Settings(state_url=str(tmp_path), currency="GBP"))) as client:
        yield client


async def test_campaign_plan_follows_the_contract(client: httpx.AsyncClient) -> None:
    """A bare array, exact types, both names of the segment, trimmed names, codes as text."""
    answer = await client.get("/campaign-plan")
    rows = answer.json()
    assert answer.headers["x-snapshot"]
    assert [r["StockCode"] for r in rows] == ["00123", "A/B ä", "085123A"]
    assert [r["ProductName"] for r in rows] == ["WHITE LANTERN", "Bag", "085123A"]
    assert rows[2].pop("OverstockRatio") is None
    for found in rows:
        for key, kind in CONTRACT.items():
            assert isinstance(found.get(key, 1.0), kind), key
        assert found["Target_Cluster"] == found["TargetCluster"]


async def test_campaign_plan_supports_etag_and_head(client: httpx.AsyncClient) -> None:
    """A second request with the ETag gets a 304; HEAD has the headers and no body."""
    first = await client.get("/campaign-plan")
    revalidated = await client.get(
        "/campaign-plan", headers={"If-None-Match": first.headers["etag"]}
    )
    head = await client.head("/campaign-plan")
    assert (revalidated.status_code, revalidated.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


async def test_list_filters_sorts_and_pages(client: httpx.AsyncClient) -> None:
    """Pages follow priority without gap or overlap, and filters count what matches."""
    first = (await client.get("/v1/plan", params={"limit": 2})).json()
    second = (
        await client.get("/v1/plan", params={"limit": 2, "cursor": first["next_cursor"]})
    ).json()
    codes = [item["stock_code"] for page in (first, second) for item in page["items"]]
    assert codes == ["00123", "A/B ä", "085123A"]
    assert (first["total"], second["next_cursor"]) == (3, None)
    filtered = (await client.get("/v1/plan", params={"objective": "Retention"})).json()
    assert [item["stock_code"] for item in filtered["items"]] == ["A/B ä"]
    filtered = (await client.get("/v1/plan", params={"target_cluster": "Regular Customers"})).json()
    assert filtered["total"] == 2
    by_money = (await client.get("/v1/plan", params={"sort": "money_at_stake"})).json()
    assert [item["priority"] for item in by_money["items"]] == [3, 2, 1]


@pytest.mark.parametrize(
    "params",
    [
        {"objective": "Sell It All"},
        {"target_cluster": "Everyone"},
        {"sort": "colour"},
        {"cursor": "x"},
        {"limit": 0},
    ],
)
async def test_invalid_query_is_rejected_by_name(
    client: httpx.AsyncClient, params: dict[str, Any]
) -> None:
    """An unknown filter value, sort, cursor or limit is a 422 that names the parameter."""
    answer = await client.get("/v1/plan", params=params)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert next(iter(params)) in answer.json()["detail"]


async def test_campaign_is_found_by_any_code(client: httpx.AsyncClient) -> None:
    """Codes with slashes, spaces and umlauts are found; lower case finds the canonical code."""
    found = (await client.get("/v1/plan/A%2FB%20%C3%A4")).json()
    assert found["product_name"] == "Bag"
    found = (await client.get("/v1/plan/085123a")).json()
    assert found["stock_code"] == "085123A"
    assert found["reason"] == "Because of 085123A, and more."
    assert (found["expected_units"], found["p_gain"], found["explanation"]) == (3.5, 0.9, None)
    explained = (await client.get("/v1/plan/00123")).json()
    assert explained["explanation"] == EXPLANATION | {"statements": None}
    listed = (await client.get("/v1/plan", params={"limit": 1})).json()["items"][0]
    assert listed["explanation"] == EXPLANATION | {"statements": None}
    missing = await client.get("/v1/plan/NOPE")
    assert missing.status_code == 404
    assert "NOPE" in missing.json()["detail"]


async def test_summary_matches_the_list(client: httpx.AsyncClient) -> None:
    """Counts, money and the first rows agree with the list."""
    summary = (await client.get("/v1/plan/summary")).json()
    assert summary["rows"] == 3
    assert summary["by_objective"] == {"Clear Stock": 2, "Retention": 1}
    assert summary["by_segment"] == {"Regular Customers": 2, "At-Risk Customers": 1}
    assert summary["with_discount"] == 2
    assert summary["on_simulated_stock"] == summary["on_assumed_cost"] == 3
    assert summary["total_money_at_stake"] == 100.5 + 50.25 + 33.5
    assert summary["currency"] == "GBP"
    assert (summary["candidates"], summary["advice"]) == (40, "3 campaigns.")
    assert [top["product_name"] for top in summary["top"]] == ["WHITE LANTERN", "Bag", "085123A"]
    absent = dict.fromkeys(StatedAssumption.model_fields)
    assert summary["assumptions"] == [absent | STATED, absent | CODED]


async def test_flat_folder_of_other_tools_is_served(tmp_path: Path) -> None:
    """With only the contract's columns, no names, inf and blanks it is served, with nulls."""
    rows = [
        row("1", Predicted_7d_Demand="7", Current_Stock="10.0", Discount="12.5"),
        row("2", OverstockRatio="inf", Predicted_7d_Demand=" "),
        row("2", TargetCluster="VIP Customers"),
    ]
    write_flat_state(tmp_path, {"campaign_plan.csv": rows})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        listed = (await client.get("/campaign-plan")).json()
        assert [r["Discount"] for r in listed] == [12.5, 25, 25]
        assert listed[0]["Current_Stock"] == 10
        assert (listed[1]["OverstockRatio"], listed[1]["Predicted_7d_Demand"]) == (None, None)
        assert listed[1]["ProductName"] == "2"
        page = (await client.get("/v1/plan", params={"limit": 1})).json()
        second_page = (await client.get("/v1/plan", params={"cursor": page["next_cursor"]})).json()
        assert len(second_page["items"]) == 2
        assert page["items"][0]["reason"] is None
        summary = (await client.get("/v1/plan/summary")).json()
        assert (summary["rows"], summary["total_money_at_stake"]) == (3, None)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"products.json": {"A": "a"}}, "campaign_plan.csv is missing"),
        ({"campaign_plan.csv": b"StockCode\nA\n"}, "has no column Predicted_7d_Demand"),
        ({"campaign_plan.csv": b""}, "cannot be read"),
        ({"campaign_plan.csv": [row("1", Discount="lots")]}, "malformed number"),
        ({"campaign_plan.csv": [row("1")], "products.json": b"[1"}, "cannot be read"),
        ({"campaign_plan.csv": [row("1")], "products.json": b"[1]"}, "is not a JSON object"),
        ({"campaign_plan.csv": [row("1")], "plan_inputs.parquet": b"x"}, "cannot be read"),
    ],
)
async def test_unreadable_plan_is_503_with_the_reason(
    tmp_path: Path, files: dict[str, Any], words: str
) -> None:
    """A plan that can't be read makes the service unready and says why."""
    write_flat_state(tmp_path, files)
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        answer = await client.get("/v1/plan")
        ready = await client.get("/health/ready")
    assert answer.status_code == ready.status_code == 503
    assert words in answer.json()["detail"]
    assert words in ready.json()["checks"]["snapshot"]["detail"]


async def test_empty_plan_is_an_empty_list(tmp_path: Path) -> None:
    """A header without rows is an empty plan."""
    header = ",".join(row("x")).encode() + b"\n"
    write_flat_state(tmp_path, {"campaign_plan.csv": header})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        assert (await client.get("/campaign-plan")).json() == []
        assert (await client.get("/v1/plan/summary")).json()["rows"] == 0


async def test_every_route_is_documented_with_its_errors(client: httpx.AsyncClient) -> None:
    """OpenAPI has an operation id, an example and the declared errors of each route."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = (await client.get("/openapi.json")).json()
    routes = ("/campaign-plan", "/v1/plan", "/v1/plan/summary", "/v1/plan/{stock_code}")
    for path in routes:
        operation = document["paths"][path]["get"]
        assert "503" in operation["responses"]
    for model in ("ContractRow", "PlanRow", "PlanSummary"):
        assert document["components"]["schemas"][model]["example"]
