"""Sales of one product, from the cleaned ledger of a snapshot."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypedDict, cast

import polars as pl

WEEKS = 104
DAYS = 28
_COLUMNS = ("order_id", "ordered_at", "quantity", "returned_quantity", "unit_price", "shelf_price")


class _Figures(TypedDict):
    units: int | float
    returned: int | float
    revenue: float
    orders: int
    price: float | None
    shelf_price: float | None


class SoldWeek(_Figures):
    """Sales of one product in the seven days from `first_day`; money per unit in `price`."""

    first_day: date


class SoldDay(TypedDict):
    """Units of one product sold on one day."""

    day: date
    units: int | float


_NO_SALES: Final[_Figures] = {
    "units": 0,
    "returned": 0,
    "revenue": 0.0,
    "orders": 0,
    "price": None,
    "shelf_price": None,
}


def sales_by_week(
    ledger: Path, stock_code: str, as_of: date, *, since: date | None = None
) -> list[SoldWeek]:
    """Weekly units, returned units, revenue, orders and mean prices of one product.

    Weeks are seven days each, counted back from `as_of`; oldest first, at most `WEEKS`, starting
    with that of the first sale. A week that began before `since`, the ledger's first day, is
    incomplete and omitted. Free lines don't count.
    """
    lines = _lines(ledger, stock_code, as_of).with_columns(week=(pl.col("ago") - 1) // 7)
    money = (pl.col("quantity") * pl.col("unit_price")).sum()
    priced = pl.when(pl.col("unit_price").is_not_null()).then(pl.col("quantity"))
    listed = pl.when(pl.col("shelf_price").is_not_null()).then(pl.col("quantity"))
    sold = lines.group_by("week").agg(
        units=pl.col("quantity").sum().round(3),
        returned=pl.col("returned_quantity").sum().round(3),
        revenue=money.round(2),
        orders=pl.col("order_id").n_unique(),
        price=(money / priced.sum()).round(4),
        shelf_price=((listed * pl.col("shelf_price")).sum() / listed.sum()).round(4),
    )
    by_week = cast("dict[int, _Figures]", {row.pop("week"): row for row in sold.to_dicts()})
    whole = WEEKS if since is None else (as_of - since).days // 7
    oldest = min(max(by_week, default=-1), WEEKS - 1, whole - 1)
    return [
        {"first_day": as_of - timedelta(days=7 * (week + 1)), **by_week.get(week, _NO_SALES)}
        for week in range(oldest, -1, -1)
    ]


def sales_by_day(ledger: Path, stock_code: str, as_of: date) -> list[SoldDay]:
    """Units sold on each of the last `DAYS` days, oldest first."""
    lines = _lines(ledger, stock_code, as_of).filter(pl.col("ago") <= DAYS)
    units = dict(lines.group_by("ago").agg(pl.col("quantity").sum().round(3)).iter_rows())
    return [
        {"day": as_of - timedelta(days=ago), "units": units.get(ago, 0)}
        for ago in range(DAYS, 0, -1)
    ]


def _lines(ledger: Path, stock_code: str, as_of: date) -> pl.DataFrame:
    """The product's demand lines before `as_of`, with their age `ago` in days."""
    day = pl.col("ordered_at").dt.date()
    return (
        pl.scan_parquet(ledger, glob=False)
        .filter(
            (pl.col("stock_code") == stock_code)
            & (day < as_of)
            & pl.col("unit_price").ne_missing(0)
        )
        .select(*_COLUMNS, ago=(pl.lit(as_of) - day).dt.total_days())
        .with_columns(pl.col(pl.Decimal).cast(pl.Float64))
        .collect()
    )
