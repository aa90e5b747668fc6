"""The routes of segments: sizes, definitions, moves, favourites, certificate."""

from collections.abc import Callable
from pathlib import Path

import httpx
import polars as pl
import pytest
from support.segment_snapshots import VIP_LIKE, publish, serving

from contract.segments import SEGMENTS, VIP
from fleet.sentences import render
from fleet.statements import Statement

Sales = list[tuple[str | None, str, int, float]]
LedgerOf = Callable[[Sales], pl.DataFrame]


async def test_segments_add_up_to_the_file(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """Five labels whose sizes, shares, totals and medians are those of the file."""
    answer = (await client.get("/v1/segments")).json()
    assert [segment["label"] for segment in answer["segments"]] == list(SEGMENTS)
    assert sum(segment["size"] for segment in answer["segments"]) == table.height
    assert sum(segment["share"] for segment in answer["segments"]) == pytest.approx(1, abs=1e-3)
    for segment in answer["segments"]:
        own = table.filter(pl.col("ClusterLabel") == segment["label"])
        assert segment["total_monetary"] == pytest.approx(own["Monetary"].sum(), abs=0.01)
        assert segment["median_recency"] == own["Recency"].median()
        assert any(letter.isdigit() for letter in segment["definition"])
        assert segment["definition"] == render(Statement(**segment["definition_statement"]))
    assert (answer["as_of"], answer["currency"]) == ("2011-09-09", "GBP")


@pytest.mark.parametrize("label", ["VIP%20Customers", "vip customers", "VIP", "vip"])
async def test_one_segment_by_any_spelling(client: httpx.AsyncClient, label: str) -> None:
    """A label is found in any case, with or without the word Customers."""
    answer = (await client.get(f"/v1/segments/{label}")).json()
    paid = [customer["monetary"] for customer in answer["top_customers"]]
    assert answer["label"] == VIP
    assert paid == sorted(paid, reverse=True)
    assert len(paid) == 10


async def test_unknown_segment_names_those_there_are(client: httpx.AsyncClient) -> None:
    """A 404 lists the five labels."""
    answer = await client.get("/v1/segments/Champions")
    assert answer.status_code == 404
    assert all(label in answer.json()["detail"] for label in SEGMENTS)


async def test_segment_tells_migration_and_favourites(client: httpx.AsyncClient) -> None:
    """One segment answers who came and went month by month, and what it likes."""
    profile = (await client.get("/v1/segments/VIP")).json()["profile"]
    assert 1 <= len(profile["moves"]) <= 6
    assert profile["moves"][-1]["until"] == "2011-09-09"
    assert all(item["lift"] > 1 for item in profile["favourite_products"])


async def test_certificate_is_shown(client: httpx.AsyncClient) -> None:
    """Bootstrap, monthly change and outlook of 90 days before the snapshot, with its id."""
    answer = await client.get("/v1/segments/stability")
    body = answer.json()
    assert body["as_of"] == "2011-06-11"
    assert body["bootstrap"]["resamples"] == 10
    assert 0 <= body["monthly_change"]["share"] <= 1
    assert body["outlook"]["customers"] > 0
    assert body["snapshot"] == answer.headers["X-Snapshot"]


async def test_snapshot_without_customers_says_so(tmp_path: Path, ledger_of: LedgerOf) -> None:
    """A ledger that names nobody serves five empty segments and explains why it cannot classify."""
    publish(tmp_path, ledger_of([(None, "A", 3, 5.0)]))
    async with serving(tmp_path) as client:
        segments = (await client.get("/v1/segments")).json()
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
    assert [segment["size"] for segment in segments["segments"]] == [0] * 5
    assert segments["segments"][0]["median_monetary"] is None
    assert answer.status_code == 503
    assert "sales that include customers" in answer.json()["detail"]
