"""Where demand moves: the week ahead beside the weeks before it, in all and product by product."""

from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from forecast_svc.model.reliability import NONE
from forecast_svc.model.weekly_panel import DAYS, paid_lines

WEEKS: Final = 26
"""Weeks of all products together that are shown before the week ahead."""

USUAL_WEEKS: Final = 4
"""A usual week is the mean of this many last ones."""

SHOWN_WEEKS: Final = 8
"""Weeks shown of each product that moves."""

MOST: Final = 8
"""Products named per direction."""

LEAST: Final = 1.0
"""Units a week by which a product moves at least."""


def moves(
    lines: pl.DataFrame, catalogue: pl.DataFrame, week: pl.DataFrame, as_of: date
) -> dict[str, Any]:
    """`demand_moves.json`: what differs most between the week ahead and a usual week.

    Products without a grade are left out: their single number is not worth comparing.

    Args:
        lines: The cleaned ledger.
        catalogue: `stock_code`, `department`.
        week: Of the forecast: `stock_code`, `mean`, `trust`.
        as_of: First day of the week ahead.

    Returns:
        `weeks` (first days) and `units` (sold in each, all products), `departments` (`department`,
        `usual`, `expected`, most first), `rising` and `falling` (`stock_code`, `usual`, `weeks`:
        units of the last eight), each with most units of difference first.
    """
    sold = _weekly(lines, as_of)
    beside = _beside(sold, week).join(
        catalogue.select("stock_code", "department"), on="stock_code", how="left"
    )
    totals = dict(sold.group_by("back").agg(pl.col("units").sum()).iter_rows())
    backs = [back for back in reversed(range(WEEKS)) if back <= max(totals, default=-1)]
    graded = beside.filter(pl.col("trust") != NONE)
    change = pl.col("mean") - pl.col("usual")
    return {
        "weeks": [(as_of - timedelta(days=DAYS * (back + 1))).isoformat() for back in backs],
        "units": [totals.get(back, 0) for back in backs],
        "departments": _departments(beside),
        "rising": _named(graded.filter(change >= LEAST).sort(-change, "stock_code"), sold),
        "falling": _named(graded.filter(change <= -LEAST).sort(change, "stock_code"), sold),
    }


def _weekly(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Units of each product in each week; `back` is 0 for the week that ends before as-of."""
    back = (pl.col("days_ago") // DAYS).alias("back")
    recent = paid_lines(lines, as_of).filter(pl.col("days_ago") < DAYS * WEEKS)
    return recent.group_by("stock_code", back).agg(pl.col("quantity").sum().alias("units"))


def _beside(sold: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """The forecast with each product's `usual` week."""
    usual = (
        sold.filter(pl.col("back") < USUAL_WEEKS)
        .group_by("stock_code")
        .agg((pl.col("units").sum() / USUAL_WEEKS).alias("usual"))
    )
    return (
        week.select("stock_code", "mean", "trust")
        .join(usual, on="stock_code", how="left", maintain_order="left")
        .with_columns(pl.col("usual").fill_null(0.0))
    )


def _departments(beside: pl.DataFrame) -> list[dict[str, Any]]:
    sums = (
        beside.filter(pl.col("department").is_not_null())
        .sort("stock_code")
        .group_by("department", maintain_order=True)
        .agg(pl.col("usual").sum().round(2), pl.col("mean").sum().round(2).alias("expected"))
    )
    return sums.sort(-pl.col("usual"), "department").to_dicts()


def _named(moving: pl.DataFrame, sold: pl.DataFrame) -> list[dict[str, Any]]:
    shown = moving.head(MOST)
    units = {
        (code, back): count
        for code, back, count in sold.join(shown, on="stock_code", how="semi").iter_rows()
    }
    return [
        {
            "stock_code": code,
            "usual": usual,
            "weeks": [units.get((code, back), 0) for back in reversed(range(SHOWN_WEEKS))],
        }
        for code, usual in shown.select("stock_code", "usual").iter_rows()
    ]
