"""Recency, frequency and monetary value: one row per customer.

Source of the three measures: A. M. Hughes, Strategic Database Marketing (1994).
"""

from datetime import date, datetime, time
from typing import Final

import polars as pl

PRICE_STEPS: Final = 10_000
_THOUSANDTHS: Final = 1000  # of a unit, in which weights are summed
"""Money is summed in whole ten-thousandths, so that the result doesn't depend on the order."""

STEPS_PER_CENT: Final = 100

RFM_SCHEMA: Final = pl.Schema(
    {
        "customer_id": pl.String,
        "recency": pl.Int64,
        "frequency": pl.Int64,
        "monetary": pl.Float64,
        "tenure_days": pl.Int64,
    }
)


def rfm_table(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Recency, frequency, monetary value and tenure of every identified customer.

    Args:
        lines: `order_id`, `customer_id` (lines without one are excluded),
            `ordered_at`, `quantity` and `returned_quantity` in units, `unit_price` in money.
        as_of: First day to exclude.

    Returns:
        `customer_id`; `recency`, days from the last order to `as_of` (≥ 1); `frequency`, distinct
        orders; `monetary`, money paid net of returned units, rounded to cents; `tenure_days`,
        days from the first order to `as_of`. Sorted by customer.
    """
    return rfm_of_days(order_days(lines), as_of)


def order_days(lines: pl.DataFrame) -> pl.DataFrame:
    """Orders of each identified customer by day, from which RFM on any day can be computed.

    Returns:
        `customer_id`, `order` (a number per order), `day`, `steps` (net money in ten-thousandths);
        one row per customer, order and day, sorted.
    """
    return (
        lines.filter(pl.col("customer_id").str.len_chars() > 0)
        .with_columns(pl.col("order_id").rank("dense").alias("order"))
        .group_by("customer_id", "order", pl.col("ordered_at").dt.date().alias("day"))
        .agg(_net_steps().alias("steps"))
        .sort("customer_id", "day", "order")
    )


def rfm_of_days(days: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The result of `rfm_table`, from `order_days`."""
    return (
        days.filter(pl.col("day") < as_of)
        .group_by("customer_id", maintain_order=True)
        .agg(
            (pl.lit(as_of) - pl.col("day").max()).dt.total_days().alias("recency"),
            pl.col("order").n_unique().cast(pl.Int64).alias("frequency"),
            _money(pl.col("steps").sum()).alias("monetary"),
            (pl.lit(as_of) - pl.col("day").min()).dt.total_days().alias("tenure_days"),
        )
        .sort("customer_id")
        .match_to_schema(RFM_SCHEMA)
    )


def ledger_days(lines: pl.DataFrame, as_of: date) -> int:
    """Days from the ledger's first line to `as_of`; 0 without earlier lines."""
    before = lines.filter(pl.col("ordered_at") < datetime.combine(as_of, time.min))
    days = before.select(_days_before(as_of, pl.col("ordered_at").min())).item()
    return 0 if days is None else int(days)


def _net_steps() -> pl.Expr:
    """Sum over lines of (units ordered - units returned) x price, in ten-thousandths."""
    steps = (pl.col("unit_price") * PRICE_STEPS).round().cast(pl.Int128)
    net_units = (pl.col("quantity") - pl.col("returned_quantity")).cast(pl.Float64)
    thousandths = (net_units * _THOUSANDTHS).round().cast(pl.Int128)
    return (thousandths * steps).sum() // _THOUSANDTHS


def _money(steps: pl.Expr) -> pl.Expr:
    """Ten-thousandths in money, rounded half up to cents."""
    cents = (steps + STEPS_PER_CENT // 2) // STEPS_PER_CENT
    return (cents.cast(pl.Float64) / 100).round(2)


def _days_before(as_of: date, moment: pl.Expr) -> pl.Expr:
    return (pl.lit(as_of) - moment.dt.date()).dt.total_days()
