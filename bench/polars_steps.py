"""The data steps of a refresh, without models: compared with `pandas_refresh`.

    .venv/bin/python bench/polars_steps.py LEDGER AS_OF

The ledger job as it is, the weekly panel with all its features for the last 52 weeks, recency,
frequency and monetary value, and the stock's weekly sales and ABC.
"""

import sys

from contract.snapshot_files import CATALOGUE_FILE, LEDGER_FILE

# The project's root instead of this folder: a module here has the same name as one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from forecast_svc.model.features import Origins, design
from forecast_svc.model.weekly_panel import build_panel, paid_lines
from inventory_svc.ledger.refresh import refresh_ledger
from inventory_svc.stock.movement import movement_columns
from inventory_svc.stock.weekly_sales import weekly_sales
from segmentation_svc.model.rfm import rfm_table

WEEKS = 52


def features(lines: pl.DataFrame, catalogue: pl.DataFrame, as_of: date) -> int:
    """All features of every product for the last weeks; returns the number of rows."""
    panel = build_panel(paid_lines(lines, as_of), catalogue, as_of)
    if panel is None:
        return 0
    rows = np.arange(panel.products)
    first = max(1, panel.weeks - WEEKS)
    designs = (
        design(panel, Origins(rows, np.full_like(rows, week)), ended=False)
        for week in range(first, panel.weeks)
    )
    return sum(len(found.values) for found in designs)


def main() -> None:
    """Run all steps and print their results."""
    ledger, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        refresh_ledger(ledger, Path(folder), as_of=as_of)
        lines = pl.read_parquet(Path(folder) / LEDGER_FILE)
        catalogue = pl.read_parquet(Path(folder) / CATALOGUE_FILE)
    weeks = features(lines, catalogue, as_of)
    customers = rfm_table(lines, as_of).height
    sales = weekly_sales(lines, catalogue["stock_code"], as_of)
    stock = movement_columns(sales, np.zeros(catalogue.height, np.int64))
    print(
        f"  our rows: {lines.height:,} lines, {catalogue.height:,} {weeks:,} {customers:,}", end=""
    )
    print(f" {len(stock[0]):,}")


if __name__ == "__main__":
    main()
