"""The bare lists at the gateway's root, exactly as in the contract, on the whole sample."""

import math
from typing import Any

import pytest
from support import Running
from support.snapshot_contract import LABELS, OBJECTIVES

LISTS = ("/inventory", "/demand", "/campaign-plan")
ORIGIN = "http://localhost:5173"
GZIP = {"Accept-Encoding": "gzip"}


def rows_of(server: Running, path: str) -> list[dict[str, Any]]:
    """The list at `path`, which is a bare array of records."""
    answer = server.client.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"[{")
    return answer.json()


def is_number(value: Any) -> bool:
    """A finite JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def test_inventory_list(sample_server: Running) -> None:
    """Every product once, with a status that follows from its demand and stock."""
    rows = rows_of(sample_server, "/inventory")
    assert len({row["StockCode"] for row in rows}) == len(rows) > 60_000
    for row in rows:
        demand, stock = row["Predicted_7d_Demand"], row["Current_Stock"]
        assert isinstance(row["StockCode"], str)
        assert is_number(demand)
        assert isinstance(stock, int)
        assert isinstance(row["ProductName"], str)
        assert row["ProductName"].strip() == row["ProductName"] != ""
        over, under = stock > 1.5 * demand, stock < 0.8 * demand
        expected = "OVERSTOCKED" if over else "UNDERSTOCKED" if under else "HEALTHY"
        assert row["Inventory_Status"] == expected, row


def test_demand_list(sample_server: Running) -> None:
    """Every product once, with the same demand as in the inventory."""
    rows = rows_of(sample_server, "/demand")
    demand = {row["StockCode"]: row["Predicted_7d_Demand"] for row in rows}
    assert all(is_number(value) and value >= 0 for value in demand.values())
    inventory = rows_of(sample_server, "/inventory")
    assert demand == {row["StockCode"]: row["Predicted_7d_Demand"] for row in inventory}


def test_campaign_plan_list(sample_server: Running) -> None:
    """At most one campaign per product, with known objectives and segments."""
    rows = rows_of(sample_server, "/campaign-plan")
    assert len({row["StockCode"] for row in rows}) == len(rows)
    for row in rows:
        assert row["Objective"] in OBJECTIVES
        assert row["TargetCluster"] == row["Target_Cluster"]
        assert row["TargetCluster"] in LABELS
        assert is_number(row["Discount"])
        assert 0 <= row["Discount"] <= 100
        assert is_number(row["Predicted_7d_Demand"])
        assert isinstance(row["Current_Stock"], int)
        assert row["OverstockRatio"] is None or is_number(row["OverstockRatio"])
        assert row["ProductName"]


@pytest.mark.parametrize("path", [*LISTS, "/generated-campaigns"])
def test_unchanged_list_is_304(path: str, sample_server: Running) -> None:
    """If-None-Match with the ETag of the requested encoding gets a 304 without a body."""
    client = sample_server.client
    for headers in (GZIP, {"Accept-Encoding": "identity"}):
        first = client.get(path, headers=headers)
        known = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert known.status_code == 304
        assert known.content == b""
        assert known.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("path", LISTS)
def test_each_encoding_has_its_own_etag(path: str, sample_server: Running) -> None:
    """The compressed response has the same list with another ETag."""
    client = sample_server.client
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    small = client.get(path, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert small.json() == plain.json()


@pytest.mark.parametrize("path", ["/", *LISTS, "/generated-campaigns"])
def test_head_matches_get(path: str, sample_server: Running) -> None:
    """HEAD has GET's status and type, and no body."""
    head, get = sample_server.client.head(path), sample_server.client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize("path", [*LISTS, "/nowhere"])
def test_cors_headers_on_every_response(path: str, sample_server: Running) -> None:
    """200, 304, HEAD and errors have the same CORS headers; an unknown origin gets none."""
    client = sample_server.client
    first = client.get(path, headers={"Origin": ORIGIN})
    conditional = {"Origin": ORIGIN, "If-None-Match": first.headers.get("ETag", "*")}
    answers = [
        first,
        client.head(path, headers={"Origin": ORIGIN}),
        client.get(path, headers=conditional),
    ]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        varies = {part.strip().lower() for part in answer.headers["Vary"].split(",")}
        assert "origin" in varies
        assert path not in LISTS or "accept-encoding" in varies
    strange = client.get(path, headers={"Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in strange.headers


def test_root_lists_the_entry_points(sample_server: Running) -> None:
    """GET / says that the service runs, and where everything is."""
    answer = sample_server.client.get("/").json()
    assert isinstance(answer["status"], str)
    assert answer["version"]
    endpoints = answer["endpoints"]
    named = {"inventory", "demand", "campaign_plan", "generate_campaign", "generated_campaigns"}
    assert named <= set(endpoints)
    for name in named - {"generate_campaign"}:
        assert sample_server.client.head(endpoints[name]).status_code == 200


def test_every_section_is_ok_from_one_snapshot(sample_server: Running) -> None:
    """The dashboard is complete, and it and every list are from the same snapshot."""
    answer = sample_server.client.get("/v1/dashboard")
    dashboard = answer.json()
    assert {section["status"] for section in dashboard["sections"].values()} == {"ok"}
    snapshots = {section["snapshot"] for section in dashboard["sections"].values()} - {None}
    assert snapshots == {dashboard["snapshot"]}
    for path in LISTS:
        assert sample_server.client.head(path).headers["X-Snapshot"] == dashboard["snapshot"]
