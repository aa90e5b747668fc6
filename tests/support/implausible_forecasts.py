"""Checks that a snapshot's forecasts are plausible given its products' sales."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

MEAN_REACH = 4.0
"""Limit of the expected sales: this many times the product's largest week, plus one unit."""

P90_REACH = 5.0
"""The same for the 90 % quantile, plus five units."""


def implausible_forecasts(folder: Path) -> list[str]:
    """Forecasts that the ledger doesn't support, one phrase each."""
    return list(_implausible(folder))


def _implausible(folder: Path) -> Iterator[str]:
    most = _largest_weeks(folder)
    with (folder / "predicted_7d_demand.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["StockCode"]
            largest = most.get(code, 0)
            if float(row["Predicted_7d_Demand"]) > MEAN_REACH * largest + 1:
                yield f"{code} never sold {row['Predicted_7d_Demand']} a week, but {largest}"
            if float(row["P90"]) > P90_REACH * largest + 5:
                yield f"{code} would sell {row['P90']}, and never sold more than {largest}"


def _largest_weeks(folder: Path) -> dict[str, int]:
    """Each product's largest weekly units, for weeks that end the day before the as-of date."""
    as_of = date.fromisoformat(json.loads((folder / "manifest.json").read_text())["as_of"])
    weeks: defaultdict[tuple[str, int], int] = defaultdict(int)
    columns = ["stock_code", "ordered_at", "quantity", "unit_price"]
    for code, at, units, price in pl.read_parquet(folder / "ledger.parquet")[columns].iter_rows():
        if price > 0:
            weeks[code, ((as_of - at.date()).days - 1) // 7] += units
    most: dict[str, int] = {}
    for (code, _), units in weeks.items():
        most[code] = max(most.get(code, 0), units)
    return most
