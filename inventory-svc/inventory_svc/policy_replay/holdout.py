"""The demand to replay, and the history available to the policies."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from inventory_svc.stock.demand_distribution import Bools, Floats, Ints
from inventory_svc.stock.weekly_sales import WEEKS

WEEK = timedelta(days=7)
PAST_WEEKS = WEEKS
_YEAR_DAYS = 365
_MAX_PER_WEEK = 10_000_000
_PARTS = 10_000  # money is summed in ten-thousandths: sums of floats depend on their order


@dataclass(frozen=True)
class Holdout:
    """Weekly units of the replayed products, highest revenue first.

    Attributes:
        codes: The products, chosen by what was known at the first origin.
        origins: First day of each replayed week.
        units: Products x weeks: `PAST_WEEKS` before the first origin, then the replayed weeks.
        opened: Per week of `units`, whether the shop sold anything at all.
        price: Average price paid per unit in the year before the first origin.
        first_sale: Week of `units` in which each product was first sold; negative if earlier.
    """

    codes: pl.Series
    origins: list[date]
    units: Ints
    opened: Bools
    price: Floats
    first_sale: Ints

    @property
    def demand(self) -> Ints:
        """Units of the replayed weeks only."""
        return self.units[:, PAST_WEEKS:]

    def age(self, columns: npt.NDArray[np.intp]) -> Ints:
        """How many of these columns of `units` aren't before each product's first sale."""
        return (columns[None, :] >= self.first_sale[:, None]).sum(axis=1)


def build_holdout(ledger: pl.DataFrame, origins: list[date], products: int) -> Holdout:
    """The products with the most revenue in the 365 days before the first origin, and their weeks.

    Args:
        ledger: Cleaned order lines, reaching seven days beyond the last origin.
        origins: One per week, in order, seven days apart.
        products: How many products.
    """
    day = pl.col("ordered_at").dt.date()
    first = origins[0]
    sold = ledger.filter(pl.col("unit_price").ne_missing(0), day < origins[-1] + WEEK).with_columns(
        ahead=(day - pl.lit(first)).dt.total_days()
    )
    chosen = _top_by_revenue(sold, products)
    weeks = PAST_WEEKS + len(origins)
    cells = (
        sold.filter(pl.col("ahead") >= -7 * PAST_WEEKS)
        .with_columns(week=PAST_WEEKS + pl.col("ahead").floordiv(7))
        .group_by("stock_code", "week")
        .agg(pl.col("quantity").sum().round().clip(upper_bound=_MAX_PER_WEEK))
    )
    opened = np.zeros(weeks, np.bool_)
    opened[cells["week"].unique().to_numpy()] = True
    mine = cells.join(chosen.with_row_index("at"), on="stock_code")
    units = np.zeros((chosen.height, weeks), np.int64)
    units[mine["at"].to_numpy(), mine["week"].to_numpy()] = mine["quantity"].to_numpy()
    return Holdout(
        codes=chosen["stock_code"],
        origins=origins,
        units=units,
        opened=opened,
        price=chosen["price"].to_numpy(),
        first_sale=PAST_WEEKS + chosen["first"].to_numpy() // 7,
    )


def replayed_weeks(holdout: Holdout) -> range:
    """The indices of the replayed columns of `units`."""
    return range(PAST_WEEKS, holdout.units.shape[1])


def _top_by_revenue(sold: pl.DataFrame, products: int) -> pl.DataFrame:
    """`stock_code`, `price` and `first` (days from the first origin); ties by code."""
    first = sold.group_by("stock_code").agg(first=pl.col("ahead").min())
    parts = (pl.col("unit_price").clip(upper_bound=1e5) * _PARTS).round().cast(pl.Int64)
    return (
        sold.filter(pl.col("ahead") < 0, pl.col("ahead") >= -_YEAR_DAYS)
        .group_by("stock_code")
        .agg(revenue=(pl.col("quantity") * parts).sum(), bought=pl.col("quantity").sum())
        .sort("revenue", "stock_code", descending=[True, False])
        .head(products)
        .select("stock_code", price=pl.col("revenue") / pl.col("bought") / _PARTS)
        .join(first, on="stock_code", how="left", maintain_order="left")
    )
