"""A catalogue as large as a marketplace's, in which there is nothing to learn."""

import json
import time
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from support.implausible_forecasts import implausible_forecasts
from support.ledgers import write_ledger
from support.sales import NOON, refreshed
from support.snapshot_contract import contract_violations

PRODUCTS = 200_000
MOST_CPU_SECONDS = 60.0


@pytest.mark.long
def test_two_hundred_thousand_products_sold_once(tmp_path: Path) -> None:
    """Each product was sold once in 500 days: listed, not graded, in a minute of CPU time."""
    number = pl.int_range(PRODUCTS, eager=True)
    order = number // 4
    ledger = pl.DataFrame(
        {
            "Invoice": order.cast(pl.String),
            "StockCode": "P" + number.cast(pl.String).str.zfill(6),
            "Description": "THING " + number.cast(pl.String),
            "Quantity": 1 + number % 5,
            "Price": 1.0 + number % 90,
            "Customer ID": (order % 3000).cast(pl.String),
            "InvoiceDate": order % 500,
            "Country": pl.repeat("United Kingdom", PRODUCTS, eager=True),
        }
    ).with_columns(InvoiceDate=pl.lit(NOON) - pl.duration(days="InvoiceDate"))
    source = write_ledger(ledger, tmp_path / "ledger.parquet")
    started = time.process_time()
    folder = refreshed(tmp_path / "state", source)
    assert time.process_time() - started < MOST_CPU_SECONDS
    assert contract_violations(folder) == []
    assert implausible_forecasts(folder) == []
    demand = pl.read_csv(folder / "predicted_7d_demand.csv")
    assert demand.height == PRODUCTS
    assert set(demand["Trust"]) == {"none"}
    last = json.loads((folder / "manifest.json").read_text())["as_of"]
    assert last == (NOON.date() + timedelta(days=1)).isoformat()
