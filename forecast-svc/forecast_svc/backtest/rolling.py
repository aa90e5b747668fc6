"""Forecasts recomputed as of an earlier day, and actual sales."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from contract.snapshot_files import CATALOGUE_FILE, LEDGER_FILE
from forecast_svc.backtest.simple_methods import simple_forecasts
from forecast_svc.model.forecasting import forecast_week
from forecast_svc.model.ledger_tables import read_catalogue, read_ledger
from forecast_svc.model.weekly_panel import paid_lines

YEAR_DAYS: Final = 365


def forecast_at(staging: Path, origin: date) -> pl.DataFrame:
    """The forecast and the simple methods of one origin.

    Args:
        staging: The ledger job's output with `origin` as as-of date, so that cleaning, names and
            categories can't depend on later sales.
        origin: First of the seven days.

    Returns:
        `origin`, `stock_code`, `mean`, `p10`, `p50`, `p90`, `method`, `trust`, the simple methods,
        `revenue` and `order_lines` of the preceding 365 days; one row per product sold in those
        days, sorted by code.
    """
    lines = read_ledger(staging / LEDGER_FILE)
    week = forecast_week(lines, read_catalogue(staging / CATALOGUE_FILE), origin).week
    return (
        sold_in_a_year(lines, origin)
        .join(week.select(pl.exclude("^day_.$")), on="stock_code", how="left")
        .join(simple_forecasts(lines.lazy(), origin), on="stock_code", how="left")
        .select(pl.lit(origin).alias("origin"), pl.all())
        .sort("stock_code")
    )


def with_units(forecasts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`forecasts` with the `units` ordered in the seven days, 0 if none.

    Args:
        forecasts: From `forecast_at`, for any number of origins.
        lines: The cleaned ledger, reaching seven days beyond the last origin.
    """
    sold = pl.concat(_units(lines, origin) for origin in forecasts["origin"].unique().sort())
    return forecasts.join(
        sold, on=["origin", "stock_code"], how="left", maintain_order="left"
    ).with_columns(pl.col("units").fill_null(0.0))


def _units(lines: pl.DataFrame, origin: date) -> pl.DataFrame:
    day = pl.col("ordered_at").dt.date()
    return (
        lines.filter(
            pl.col("unit_price").ne_missing(0), day >= origin, day < origin + timedelta(days=7)
        )
        .group_by("stock_code")
        .agg(pl.col("quantity").sum().cast(pl.Float64).round(3).alias("units"))
        .with_columns(pl.lit(origin).alias("origin"))
    )


def sold_in_a_year(lines: pl.DataFrame, origin: date) -> pl.DataFrame:
    """`stock_code`, `revenue` and `order_lines` of products sold in the preceding 365 days."""
    recent = paid_lines(lines, origin).filter(pl.col("days_ago") < YEAR_DAYS)
    ten_thousandths = (pl.col("unit_price").clip(upper_bound=1e5) * 10_000).round().cast(pl.Int64)
    return recent.group_by("stock_code").agg(
        ((pl.col("quantity") * ten_thousandths).sum() / 10_000).alias("revenue"),
        pl.len().alias("order_lines"),
    )
