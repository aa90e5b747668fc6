"""The routes of segments: sizes, definitions, migration, favourites, certificate."""

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
BuildLedger = Callable[[Sales], pl.DataFrame]


async def test_segments_are_consistent_with_the_file(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """Sizes, shares, totals and medians of the five labels match the file."""
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
async def test_segment_label_is_matched_loosely(client: httpx.AsyncClient, label: str) -> None:
    """A label is found in any case, with or without the word Customers."""
    answer = (await client.get(f"/v1/segments/{label}")).json()
    paid = [customer["monetary"] for customer in answer["top_customers"]]
    assert answer["label"] == VIP
    assert paid == sorted(paid, reverse=True)
    assert len(paid) == 10


async def test_unknown_segment_is_a_404_listing_the_labels(client: httpx.AsyncClient) -> None:
    """The error names all five labels."""
    answer = await client.get("/v1/segments/Champions")
    assert answer.status_code == 404
    assert all(label in answer.json()["detail"] for label in SEGMENTS)


async def test_segment_includes_migration_and_favourites(client: httpx.AsyncClient) -> None:
    """Who arrived and left month by month, and which products the segment favours."""
    profile = (await client.get("/v1/segments/VIP")).json()["profile"]
    assert 1 <= len(profile["moves"]) <= 6
    assert profile["moves"][-1]["until"] == "2011-09-09"
    assert all(item["lift"] > 1 for item in profile["favourite_products"])


async def test_certificate_is_served(client: httpx.AsyncClient) -> None:
    """Bootstrap, monthly change and outlook of 90 days before the snapshot, with its id."""
    answer = await client.get("/v1/segments/stability")
    body = answer.json()
    assert body["as_of"] == "2011-06-11"
    assert body["bootstrap"]["resamples"] == 10
    assert 0 <= body["monthly_change"]["share"] <= 1
    assert body["outlook"]["customers"] > 0
    assert body["snapshot"] == answer.headers["X-Snapshot"]


async def test_snapshot_without_customers_is_explained(
    tmp_path: Path, build_ledger: BuildLedger
) -> None:
    """Five empty segments are served, and classification answers why it is unavailable."""
    publish(tmp_path, build_ledger([(None, "A", 3, 5.0)]))
    async with serving(tmp_path) as client:
        segments = (await client.get("/v1/segments")).json()
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
    assert [segment["size"] for segment in segments["segments"]] == [0] * 5
    assert segments["segments"][0]["median_monetary"] is None
    assert answer.status_code == 503
    assert "sales that include customers" in answer.json()["detail"]
