"""Classifying customers by their numbers or purchases, one row at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from support.segment_snapshots import VIP_LIKE, publish, serving

from contract.segments import NEW, VIP

Sales = list[tuple[str | None, str, int, float]]
BuildLedger = Callable[[Sales], pl.DataFrame]


async def test_known_customers_get_the_label_of_the_file(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """Given last month's label, the file's numbers give its clusters and labels."""
    rows = table.select(
        pl.col("Customer ID").alias("customer_id"),
        pl.col("Recency").alias("recency"),
        pl.col("Frequency").alias("frequency"),
        pl.col("Monetary").alias("monetary"),
        pl.col("Tenure_Days").alias("tenure_days"),
        pl.col("Label_Last_Month").alias("last_month"),
    ).to_dicts()
    answer = (await client.post("/v1/customers:classify", json={"customers": rows})).json()
    found = [(result["cluster"], result["label"]) for result in answer["results"]]
    assert found == list(zip(table["Cluster"], table["ClusterLabel"], strict=True))
    assert (answer["classified"], answer["refused"]) == (table.height, 0)


async def test_numbers_and_purchases_give_the_same_label(client: httpx.AsyncClient) -> None:
    """Three numbers, or the purchases they are computed from, give the same result."""
    purchases = [{"date": "2011-09-01", "amount": 40.0}, {"date": "2011-08-20", "amount": 25.5}]
    by_purchases: dict[str, Any] = {"purchases": purchases}
    numbers = {"recency": 8, "frequency": 2, "monetary": 65.5, "tenure_days": 20}
    answers = [
        (await client.post("/v1/customers:classify", json=body)).json()["results"][0]
        for body in (numbers, by_purchases, by_purchases | {"as_of": "2011-09-09"})
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["label"] == NEW


async def test_vip_like_customer_is_vip(client: httpx.AsyncClient) -> None:
    """Many recent orders of high value make a VIP, with a reason."""
    result = (await client.post("/v1/customers:classify", json=VIP_LIKE)).json()["results"][0]
    assert result["label"] == VIP
    assert VIP in result["reason"]


@pytest.mark.parametrize("recency", [0.4, 20.6, 400.5])
async def test_reasons_use_whole_days_and_orders(client: httpx.AsyncClient, recency: float) -> None:
    """A reason counts whole days and orders even if the request has fractions."""
    numbers = {"recency": recency, "frequency": 3, "monetary": 200, "tenure_days": recency + 500}
    result = (await client.post("/v1/customers:classify", json=numbers)).json()["results"][0]
    values = result["reason_statement"]["values"]
    counts = [values[name] for name in ("days", "orders") if name in values]
    assert counts
    assert all(count == int(count) for count in counts)


BAD_ROWS: list[tuple[Any, str]] = [
    ({"recency": 3, "frequency": -1, "monetary": 5}, "frequency"),
    ({"recency": 3, "frequency": 0, "monetary": 5}, "frequency"),
    ({"recency": 3, "frequency": 1.5, "monetary": 5}, "frequency"),
    ({"recency": -3, "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": "3", "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": True, "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": 3, "monetary": 5}, "frequency missing"),
    ({"recency": 3, "frequency": None, "monetary": 5}, "frequency missing"),
    ({"recency": 3, "frequency": 2, "monetary": 1e300}, "monetary"),
    ({"recency": 30, "frequency": 2, "monetary": 5, "tenure_days": 3}, "tenure_days"),
    ({}, "recency, frequency, monetary missing"),
    ({"purchases": []}, "purchases is empty"),
    ({"purchases": [{"date": "2011-09-09", "amount": 1}]}, "not before the as-of date"),
    ({"purchases": [{"date": "soon", "amount": 1}]}, "purchases.0.date"),
    ({"purchases": [{"date": 20110901, "amount": 1}]}, "purchases.0.date"),
    ({"purchases": [{"date": "2011-09-01", "amount": -1}]}, "only returns"),
    ({"purchases": [{"date": "2011-09-01"}]}, "purchases.0.amount"),
    ({"recency": 3, "frequency": 2, "monetary": 5, "last_month": "Best"}, "last_month"),
    ({"recency": 3, "purchases": [{"date": "2011-09-01", "amount": 1}]}, "either"),
]


async def test_invalid_rows_are_reported_individually(client: httpx.AsyncClient) -> None:
    """Each invalid row has its error, and the valid rows are classified."""
    rows = [*(row for row, _ in BAD_ROWS), VIP_LIKE, 7, None, "x"]
    answer = await client.post("/v1/customers:classify", json={"customers": rows})
    results = answer.json()["results"]
    assert answer.status_code == 200
    assert [result["row"] for result in results] == list(range(len(rows)))
    for result, (_, message) in zip(results, BAD_ROWS, strict=False):
        assert message in result["error"]
        assert result["label"] is None
    assert results[len(BAD_ROWS)]["label"] == VIP
    assert all("object" in result["error"] for result in results[-3:])
    assert answer.json()["classified"] == 1


@pytest.mark.parametrize(("row", "message"), BAD_ROWS)
async def test_single_invalid_customer_is_a_422(
    client: httpx.AsyncClient, row: Any, message: str
) -> None:
    """A request with one invalid customer is rejected with the reason."""
    answer = await client.post("/v1/customers:classify", json=row)
    assert answer.status_code == 422
    assert message in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"recency": NaN, "frequency": 1, "monetary": 5}',
        b'{"recency": 3, "frequency": 1, "monetary": 1e999}',
        b"[]",
        b'{"customers": []}',
        b'{"customers": {}}',
        b'{"customers": [{}], "as_of": "soon"}',
        b"5",
        b"null",
        b"{",
        b"",
        b'{"customers": [' + b",".join([b"{}"] * 1001) + b"]}",
    ],
)
async def test_invalid_bodies_are_rejected(client: httpx.AsyncClient, body: bytes) -> None:
    """NaN, infinity, empty, another type, too many rows or broken JSON is a 422 problem."""
    headers = {"content-type": "application/json"}
    answer = await client.post("/v1/customers:classify", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_own_snapshot_is_served_without_its_pickles(
    tmp_path: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """If the pickles were replaced after publishing, customers are still classified from JSON."""
    folder = publish(tmp_path, build_ledger(sales))
    (folder / "rfm_scaler.pkl").write_bytes(b"cos\n_exit\n(I1\ntR.")
    async with serving(tmp_path, trust_model_files=True) as client:
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
    assert answer.json()["results"][0]["label"] == VIP
