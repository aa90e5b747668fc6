"""Sales per product: units of whole weeks before the as-of date, and a year's revenue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

import numpy as np
import polars as pl

from inventory_svc.stock.demand_distribution import Floats, Ints

WEEKS = 52
_MAX_PER_WEEK = 10_000_000
_REVENUE_DAYS = 365
_PARTS = 10_000  # money is summed in ten-thousandths: sums of floats depend on their order


@dataclass(frozen=True)
class WeeklySales:
    """Sales of each product, from paid lines only.

    Attributes:
        units: Products x open weeks, oldest first; weeks without any sale in the whole shop
            (closed, or before the ledger starts) are omitted. At most the last 52 weeks.
        age: Open weeks since the product's first sale, including that week; 0 without one.
        revenue: Money of the last 365 days, net of returns.
        days_since_sale: Days from the last sale to the as-of date; NaN without one.
        ledger_days: Days from the ledger's first sale to the as-of date.
    """

    units: Ints
    age: Ints
    revenue: Floats
    days_since_sale: Floats
    ledger_days: int


def weekly_sales(ledger: pl.DataFrame, codes: pl.Series, as_of: date) -> WeeklySales:
    """Weekly sales from the lines before `as_of`; weeks of 7 days are counted back from it.

    Args:
        ledger: Cleaned order lines (`ledger.parquet`).
        codes: The products, in the order of the result's rows.
        as_of: First day to exclude.
    """
    products = pl.DataFrame({"stock_code": codes}).with_row_index("at")
    sold = _sold(ledger, as_of)
    catalogue_sales = sold.join(products, on="stock_code").drop("stock_code")
    grid = _grid(catalogue_sales, products.height)
    opened = np.flatnonzero(grid.sum(axis=0) > 0)
    per_product = products.join(_sums(catalogue_sales), on="at", how="left", maintain_order="left")
    first = per_product["first_ago"].fill_null(0).to_numpy()
    # Column c of the grid is the week that began 7·(WEEKS - c) days before the as-of date.
    first_column = np.where(first > 0, WEEKS - -(-first // 7), WEEKS)
    return WeeklySales(
        units=grid[:, opened],
        age=(opened[None, :] >= first_column[:, None]).sum(axis=1),
        revenue=(per_product["revenue"].fill_null(0) / _PARTS).to_numpy(),
        days_since_sale=per_product["last_ago"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        ledger_days=_ledger_days(sold, as_of),
    )


def _sold(ledger: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The demand lines before `as_of`, with their age `ago` in days."""
    ago = (pl.lit(as_of) - pl.col("ordered_at").dt.date()).dt.total_days()
    return ledger.select(
        "stock_code", "ordered_at", "quantity", "returned_quantity", "unit_price", ago=ago
    ).filter(pl.col("ago") > 0, pl.col("unit_price").ne_missing(0))


def _grid(catalogue_sales: pl.DataFrame, products: int) -> Ints:
    cells = (
        catalogue_sales.filter(pl.col("ago") <= 7 * WEEKS)
        .group_by("at", column=WEEKS - 1 - (pl.col("ago") - 1) // 7)
        .agg(pl.col("quantity").sum().round().clip(upper_bound=_MAX_PER_WEEK))
    )
    grid = np.zeros((products, WEEKS), np.int64)
    grid[cells["at"].to_numpy(), cells["column"].to_numpy()] = cells["quantity"].to_numpy()
    return grid


def _sums(catalogue_sales: pl.DataFrame) -> pl.DataFrame:
    """`first_ago`, `last_ago` (days) and `revenue` (ten-thousandths, last 365 days) by product."""
    net_units = pl.col("quantity") - pl.col("returned_quantity")
    money = net_units * (pl.col("unit_price") * _PARTS).round().cast(pl.Int64)
    return catalogue_sales.group_by("at").agg(
        pl.col("ago").max().alias("first_ago"),
        pl.col("ago").min().alias("last_ago"),
        money.filter(pl.col("ago") <= _REVENUE_DAYS).sum().alias("revenue"),
    )


def _ledger_days(sold: pl.DataFrame, as_of: date) -> int:
    first = cast("datetime | None", sold["ordered_at"].min())
    return (as_of - first.date()) // timedelta(days=1) if first else 0
