"""The refresh job: from the cleaned ledger to `predicted_7d_demand.csv`."""

from datetime import date
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.jobs import JobResult, Progress, no_progress, write_csv
from forecast_svc.demand.weekly_mean import expected_week

LEDGER_FILE = "ledger.parquet"
CATALOGUE_FILE = "catalogue.parquet"
DEMAND_FILE = "predicted_7d_demand.csv"


def refresh_demand(staging: Path, *, as_of: date, progress: Progress = no_progress) -> JobResult:
    """Write the expected demand of every product of the catalogue.

    Args:
        staging: Holds `ledger.parquet` and `catalogue.parquet`; the result is written beside them.
        as_of: First of the seven days ahead; only lines before it are looked at.
        progress: Told when the work is done.

    Returns:
        Rows written, and `demand_method` for the manifest.

    Raises:
        InvalidInput: a file of the ledger job is missing or unreadable.
    """
    lines = _scan(staging / LEDGER_FILE)
    products = _read_codes(staging / CATALOGUE_FILE)
    expected = expected_week(lines, products, as_of).select(
        pl.col("stock_code").alias("StockCode"),
        pl.col("expected_units").alias("Predicted_7d_Demand"),
        pl.col("method").alias("Method"),
    )
    rows = write_csv(expected, staging / DEMAND_FILE)
    progress(1, 1)
    return JobResult(
        rows={DEMAND_FILE: rows},
        facts={"demand_method": "weighted, winsorised mean of the last 8 weekly sums"},
    )


def _scan(path: Path) -> pl.LazyFrame:
    try:
        return pl.read_parquet(
            path, columns=["stock_code", "ordered_at", "quantity", "unit_price"]
        ).lazy()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from None


def _read_codes(path: Path) -> pl.Series:
    try:
        return pl.read_parquet(path, columns=["stock_code"])["stock_code"]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> InvalidInput:
    reason = str(error).partition("\n")[0].rstrip(".")
    return InvalidInput(
        f"{path.name} cannot be read ({reason}). Run `smartretail refresh` from the ledger on."
    )
