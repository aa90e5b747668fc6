"""Units, price and promotion of every product in every whole week, as arrays.

Weeks begin on Monday; only weeks that lie entirely between the ledger's first day and the as-of
date count. If the ledger has shelf prices, a week's price is the amount paid divided by the amount
at shelf prices, and the shelf price is a separate array. Otherwise the price is the median over the
week's order lines (each line counts once, because bulk orders get bulk prices) divided by the
product's usual price. Weeks without a sale have no price and are left out, so slow sellers look
steadier than they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WEEK = timedelta(days=7)
_SHARE_WITH_SHELF = 0.5


@dataclass(frozen=True)
class WeeklyPanel:
    """P products over W weeks; in weeks without a sale price and shelf are 0 and `sold` false.

    Attributes:
        codes: Stock codes, sorted.
        categories: Category per product; the empty string if unknown.
        weeks: The Mondays.
        units: P x W.
        sold: P x W.
        log_price: P x W, 0 at the usual price, below at a discount.
        log_shelf: P x W around the product's mean; None if the ledger has no shelf prices.
        display: P x W share of stores that displayed the product; None if unknown.
        mailer: The same for the mailer.
        traffic: W, orders of the shop.
    """

    codes: tuple[str, ...]
    categories: tuple[str, ...]
    weeks: tuple[date, ...]
    units: Floats
    sold: NDArray[np.bool_]
    log_price: Floats
    log_shelf: Floats | None
    display: Floats | None
    mailer: Floats | None
    traffic: Floats

    @property
    def depth(self) -> Floats:
        """Discount as a share of the usual price, P x W."""
        return 1 - np.exp(self.log_price)

    def part(self, rows: Ints, begin: int, end: int) -> "WeeklyPanel":
        """The products in `rows` over the weeks from number `begin` to before `end`."""

        def cut(values: Floats | None) -> Floats | None:
            return None if values is None else values[rows, begin:end]

        return replace(
            self,
            codes=tuple(self.codes[int(row)] for row in rows.tolist()),
            categories=tuple(self.categories[int(row)] for row in rows.tolist()),
            weeks=self.weeks[begin:end],
            units=self.units[rows, begin:end],
            sold=self.sold[rows, begin:end],
            log_price=self.log_price[rows, begin:end],
            log_shelf=cut(self.log_shelf),
            display=cut(self.display),
            mailer=cut(self.mailer),
            traffic=self.traffic[begin:end],
        )

    def around(self, weeks: int) -> "WeeklyPanel":
        """Usual prices from the first `weeks` weeks only.

        A shelf price is relative to its mean, as in `weekly_panel`; without one, the price paid is
        relative to its median.
        """
        if self.log_shelf is None:
            return replace(self, log_price=self._recentred(self.log_price, weeks, np.nanmedian))
        return replace(self, log_shelf=self._recentred(self.log_shelf, weeks, np.nanmean))

    def _recentred(self, values: Floats, weeks: int, middle: Callable[..., Floats]) -> Floats:
        known = np.where(self.sold, values, np.nan)[:, :weeks]
        ever = self.sold[:, :weeks].any(axis=1)
        centre = np.zeros(len(values))
        centre[ever] = middle(known[ever], axis=1)
        return np.where(self.sold, values - centre[:, None], 0.0)


def weekly_panel(
    sales: pl.LazyFrame,
    categories: pl.DataFrame | None,
    promotions: pl.DataFrame | None,
    *,
    as_of: date,
    weeks: int,
    begin: date | None = None,
    least_share_sold: float = 0.5,
) -> WeeklyPanel:
    """The panel of the last `weeks` whole weeks before `as_of`.

    Args:
        sales: `stock_code, ordered_at, order_id, units, unit_price, shelf_price`.
        categories: `stock_code, category`; if None, all products form one category.
        promotions: `stock_code, week_begins, display, mailer`; None if unknown.
        as_of: First day to exclude.
        weeks: Maximum number of weeks.
        begin: First day to include, if that is later.
        least_share_sold: Products sold in a smaller share of the weeks are dropped.
    """
    mondays = _mondays(sales, as_of, weeks, begin)
    if not mondays:
        return _nothing(promotions is not None)
    weekly = _weekly(sales, mondays)
    least = max(least_share_sold * len(mondays), 2)
    enough = weekly.group_by("stock_code").len().filter(pl.col("len") >= least)
    codes = enough.select("stock_code").sort("stock_code")
    rows = weekly.join(codes.with_row_index("row"), on="stock_code").sort("row", "column")
    shape = (codes.height, len(mondays))
    at = (rows["row"].to_numpy(), rows["column"].to_numpy())
    log_price, log_shelf = _prices(rows, at, shape)
    units = _grid(rows["units"], at, shape)
    display, mailer = _promotions(promotions, codes, mondays)
    return WeeklyPanel(
        codes=tuple(codes["stock_code"]),
        categories=_categories(codes, categories),
        weeks=tuple(mondays),
        units=units,
        sold=units > 0,
        log_price=log_price,
        log_shelf=log_shelf,
        display=display,
        mailer=mailer,
        traffic=_traffic(sales, mondays),
    )


def _mondays(sales: pl.LazyFrame, as_of: date, weeks: int, begin: date | None) -> list[date]:
    first: datetime | None = sales.select(pl.col("ordered_at").min()).collect().item()
    if first is None:
        return []
    earliest = max(first.date(), begin) if begin else first.date()
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    found: list[date] = []
    while monday + _WEEK <= as_of:
        found.append(monday)
        monday += _WEEK
    return found[-weeks:]


def _in_weeks(sales: pl.LazyFrame, mondays: list[date]) -> pl.LazyFrame:
    begin, end = _midnight(mondays[0]), _midnight(mondays[-1] + _WEEK)
    day = (pl.col("ordered_at") - begin).dt.total_days()
    return sales.filter(
        (pl.col("ordered_at") >= begin) & (pl.col("ordered_at") < end)
    ).with_columns(column=day // 7)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _weekly(sales: pl.LazyFrame, mondays: list[date]) -> pl.DataFrame:
    """Weekly sums; money in whole ten-thousandths, so that summation order doesn't matter."""
    price = (pl.col("unit_price") * 10_000).round().cast(pl.Int64)
    shelf = (pl.col("shelf_price") * 10_000).round().cast(pl.Int64)
    units = pl.col("units")
    return (
        _in_weeks(sales, mondays)
        .with_columns(price=price, shelf=pl.max_horizontal(shelf, price), has_shelf=shelf > 0)
        .group_by("stock_code", "column")
        .agg(
            units=units.sum(),
            paid=(units * pl.col("price")).sum(),
            shelf=(units * pl.col("shelf")).sum(),
            usual=pl.col("price").median(),
            lines=pl.len(),
            with_shelf=pl.col("has_shelf").sum(),
        )
        .filter(pl.col("paid") > 0)
        .sort("stock_code", "column")
        .collect()
    )


def _prices(
    rows: pl.DataFrame, at: tuple[Ints, Ints], shape: tuple[int, int]
) -> tuple[Floats, Floats | None]:
    lines, with_shelf = int(rows["lines"].sum()), int(rows["with_shelf"].sum())
    if lines and with_shelf >= _SHARE_WITH_SHELF * lines:
        ratio = np.log(rows["paid"].to_numpy() / rows["shelf"].to_numpy())
        shelf = np.log(rows["shelf"].to_numpy() / rows["units"].to_numpy())
        return _scatter(ratio, at, shape), _centred(shelf, at, shape, np.mean)
    return _centred(np.log(rows["usual"].to_numpy()), at, shape, np.median), None


def _centred(
    values: Floats, at: tuple[Ints, Ints], shape: tuple[int, int], middle: object
) -> Floats:
    """Deviations from each product's own centre over the weeks in which it sold."""
    grid = np.full(shape, np.nan)
    grid[at] = values
    centre = np.nanmedian(grid, axis=1) if middle is np.median else np.nanmean(grid, axis=1)
    return np.nan_to_num(grid - centre[:, None])


def _grid(values: pl.Series, at: tuple[Ints, Ints], shape: tuple[int, int]) -> Floats:
    return _scatter(values.cast(pl.Float64).to_numpy(), at, shape)


def _scatter(values: Floats, at: tuple[Ints, Ints], shape: tuple[int, int]) -> Floats:
    grid = np.zeros(shape)
    grid[at] = values
    return grid


def _promotions(
    promotions: pl.DataFrame | None, codes: pl.DataFrame, mondays: list[date]
) -> tuple[Floats | None, Floats | None]:
    if promotions is None:
        return None, None
    columns = pl.DataFrame({"week_begins": mondays}).with_row_index("column")
    rows = promotions.join(codes.with_row_index("row"), on="stock_code").join(
        columns, on="week_begins"
    )
    at = (rows["row"].to_numpy(), rows["column"].to_numpy())
    shape = (codes.height, len(mondays))
    return _grid(rows["display"], at, shape), _grid(rows["mailer"], at, shape)


def _categories(codes: pl.DataFrame, categories: pl.DataFrame | None) -> tuple[str, ...]:
    if categories is None:
        return ("",) * codes.height
    joined = codes.join(categories, on="stock_code", how="left", maintain_order="left")
    return tuple(joined["category"].fill_null(""))


def _traffic(sales: pl.LazyFrame, mondays: list[date]) -> Floats:
    counted = (
        _in_weeks(sales, mondays)
        .group_by("column")
        .agg(orders=pl.col("order_id").n_unique())
        .sort("column")
        .collect()
    )
    traffic = np.zeros(len(mondays))
    traffic[counted["column"].to_numpy()] = counted["orders"].to_numpy()
    return np.maximum(traffic, 1.0)


def _nothing(promoted: bool) -> WeeklyPanel:
    empty = np.zeros((0, 0))
    known = empty if promoted else None
    return WeeklyPanel((), (), (), empty, empty > 0, empty, None, known, known, np.zeros(0))
