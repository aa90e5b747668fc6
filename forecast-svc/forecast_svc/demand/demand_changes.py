"""Changes in demand: the week ahead compared with recent weeks, in total and per product."""

from datetime import date, timedelta
from typing import Final, TypedDict

import polars as pl

from forecast_svc.model.reliability import NONE
from forecast_svc.model.weekly_panel import DAYS, paid_lines

WEEKS: Final = 26
"""Weeks of total sales shown before the week ahead."""

USUAL_WEEKS: Final = 4
"""A usual week is the mean of this many recent weeks."""

SHOWN_WEEKS: Final = 8
"""Weeks shown for each product whose demand changes."""

MAX_PRODUCTS: Final = 8
"""Products listed per direction."""

MIN_CHANGE: Final = 1.0
"""Smallest change shown, in units per week."""


class DepartmentChange(TypedDict):
    """Units of a department in a usual week and in the week ahead."""

    department: str
    usual: float
    expected: float


class ProductChange(TypedDict):
    """Units of a product in a usual week, and in each of the last eight."""

    stock_code: str
    usual: float
    weeks: list[int]


class DemandChanges(TypedDict):
    """`demand_moves.json`.

    Attributes:
        weeks: First days, as ISO dates.
        units: Sold in each of them, all products.
        departments: By units in a usual week, descending.
        rising: Largest increase first.
        falling: Largest decrease first.
    """

    weeks: list[str]
    units: list[int]
    departments: list[DepartmentChange]
    rising: list[ProductChange]
    falling: list[ProductChange]


def demand_changes(
    lines: pl.DataFrame, catalogue: pl.DataFrame, week: pl.DataFrame, as_of: date
) -> DemandChanges:
    """`demand_moves.json`: what differs most between the week ahead and a usual week.

    Ungraded products are excluded, since their forecast is too uncertain to compare.

    Args:
        lines: The cleaned ledger.
        catalogue: `stock_code`, `department`.
        week: The forecast: `stock_code`, `mean`, `trust`.
        as_of: First day of the week ahead.
    """
    sold = _weekly(lines, as_of)
    compared = _with_usual_week(sold, week).join(
        catalogue.select("stock_code", "department"), on="stock_code", how="left"
    )
    totals = dict(sold.group_by("weeks_ago").agg(pl.col("units").sum()).iter_rows())
    weeks_shown = [
        weeks_ago for weeks_ago in reversed(range(WEEKS)) if weeks_ago <= max(totals, default=-1)
    ]
    graded = compared.filter(pl.col("trust") != NONE)
    change = pl.col("mean") - pl.col("usual")
    return {
        "weeks": [
            (as_of - timedelta(days=DAYS * (weeks_ago + 1))).isoformat()
            for weeks_ago in weeks_shown
        ],
        "units": [totals.get(weeks_ago, 0) for weeks_ago in weeks_shown],
        "departments": _departments(compared),
        "rising": _named(graded.filter(change >= MIN_CHANGE).sort(-change, "stock_code"), sold),
        "falling": _named(graded.filter(change <= -MIN_CHANGE).sort(change, "stock_code"), sold),
    }


def _weekly(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Units per product and week; `weeks_ago` is 0 for the last week before `as_of`."""
    weeks_ago = (pl.col("days_ago") // DAYS).alias("weeks_ago")
    recent = paid_lines(lines, as_of).filter(pl.col("days_ago") < DAYS * WEEKS)
    return recent.group_by("stock_code", weeks_ago).agg(
        pl.col("quantity").sum().round(3).alias("units")
    )


def _with_usual_week(sold: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """The forecast with each product's `usual` week."""
    usual = (
        sold.filter(pl.col("weeks_ago") < USUAL_WEEKS)
        .group_by("stock_code")
        .agg((pl.col("units").sum() / USUAL_WEEKS).alias("usual"))
    )
    return (
        week.select("stock_code", "mean", "trust")
        .join(usual, on="stock_code", how="left", maintain_order="left")
        .with_columns(pl.col("usual").fill_null(0.0))
    )


def _departments(compared: pl.DataFrame) -> list[DepartmentChange]:
    sums = (
        compared.filter(pl.col("department").is_not_null())
        .sort("stock_code")
        .group_by("department", maintain_order=True)
        .agg(pl.col("usual").sum().round(2), pl.col("mean").sum().round(2).alias("expected"))
    )
    ordered = sums.sort(-pl.col("usual"), "department")
    return [DepartmentChange(**row) for row in ordered.iter_rows(named=True)]


def _named(moving: pl.DataFrame, sold: pl.DataFrame) -> list[ProductChange]:
    shown = moving.head(MAX_PRODUCTS)
    units = {
        (code, weeks_ago): count
        for code, weeks_ago, count in sold.join(shown, on="stock_code", how="semi").iter_rows()
    }
    return [
        {
            "stock_code": code,
            "usual": usual,
            "weeks": [
                units.get((code, weeks_ago), 0) for weeks_ago in reversed(range(SHOWN_WEEKS))
            ],
        }
        for code, usual in shown.select("stock_code", "usual").iter_rows()
    ]
