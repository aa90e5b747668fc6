"""The ledger by week: one products x weeks grid per quantity, up to the as-of date.

The cleaned ledger may be cut at any past origin without look-ahead: cleaning nets an order against
its full cancellation within a day, so it can only change the last day before an origin, and what it
drops there isn't demand by definition; repeated deliveries and free lines are decided line by line.
`returned_quantity` does depend on the future and is never read here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

DAYS: Final = 7
MAX_WEEKS: Final = 132
"""Length of the history in weeks: 70 of training origins, and a little over a year before the
first."""

MIN_LINES: Final = 4
"""Minimum order lines in the 52 weeks before an origin for the model."""

YEAR: Final = 52

MAX_PRODUCTS: Final = 60_000
"""Maximum number of products, most frequently ordered first, to limit memory use."""

_MAX_PRICE: Final = 1e5
_FESTIVE: Final = "CHRISTMAS|XMAS|SANTA|REINDEER|SNOW|ADVENT|NATIVITY|NOEL|EASTER"
_LATE_DAYS: Final = 3


@dataclass(frozen=True)
class WeeklyPanel:
    """Grids of shape (products, weeks), the newest week last.

    Attributes:
        codes: Stock code of each row, sorted.
        as_of: First day after the newest week.
        grids: `units`, `lines`, `orders`, `customers`, `stores`, `selling_days`, `largest_line`,
            `median_line` (units), `revenue` and `list_revenue` (currency), `late_units`,
            `late_revenue`, `late_list_revenue` (of the last three days), `last_day_units`.
        first_week: Column of the first sale; negative if before the panel.
        groups: Group number per product: code families and name words, or department and
            category.
        festive: 1 if the name refers to a holiday.
        open_days: Whether anything was sold that day, shape (weeks, 7).
    """

    codes: pl.Series
    as_of: date
    grids: dict[str, Floats]
    first_week: Floats
    groups: list[Indices]
    festive: Floats
    open_days: npt.NDArray[np.bool_]

    @property
    def weeks(self) -> int:
        """Weeks of history."""
        return self.open_days.shape[0]

    @property
    def products(self) -> int:
        """Rows of the grids."""
        return self.codes.len()

    @cached_property
    def log_units(self) -> Floats:
        """log1p of the units, computed once for all origins."""
        return np.log1p(self.grids["units"])

    @cached_property
    def running_units(self) -> npt.NDArray[np.float64]:
        """Cumulative units of all products, shape (1, weeks + 1)."""
        return _running(self.grids["units"].sum(axis=0, dtype=np.float64)[None, :])

    @cached_property
    def running_units_of_groups(self) -> list[npt.NDArray[np.float64]]:
        """Cumulative units per group, shape (groups, weeks + 1), one array for each of `groups`."""
        return [_running(self._units_of(group)) for group in self.groups]

    def _units_of(self, group: Indices) -> npt.NDArray[np.float64]:
        total = np.zeros((int(group.max()) + 1, self.weeks))
        np.add.at(total, group, self.grids["units"].astype(np.float64))
        return total

    def modelled(self) -> npt.NDArray[np.bool_]:
        """Whether a product had been ordered often enough at the start of each week.

        Depends only on earlier weeks, in training as for the week ahead: selecting training rows by
        later sales would bias the model upwards.

        Returns:
            Shape (products, weeks + 1); the last column is the week ahead.
        """
        lines = np.zeros((self.products, self.weeks + 1))
        np.cumsum(self.grids["lines"], axis=1, out=lines[:, 1:])
        before = lines.copy()
        before[:, YEAR:] -= lines[:, : max(0, self.weeks + 1 - YEAR)]
        return before >= MIN_LINES


def _running(units: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.concatenate([np.zeros((units.shape[0], 1)), units.cumsum(axis=1)], axis=1)


def paid_lines(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The demand lines before `as_of`, with `days_ago` (0 = the day before)."""
    return lines.filter(
        pl.col("ordered_at") < datetime.combine(as_of, time.min),
        pl.col("unit_price").ne_missing(0),
    ).with_columns(
        ((pl.lit(as_of) - pl.col("ordered_at").dt.date()).dt.total_days() - 1).alias("days_ago")
    )


def build_panel(paid: pl.DataFrame, catalogue: pl.DataFrame, as_of: date) -> WeeklyPanel | None:
    """Build the panel of products that the model can forecast; None if there are none.

    Args:
        paid: From `paid_lines`.
        catalogue: `stock_code`, `name`, `department`, `category`.
        as_of: First day after the newest week.
    """
    rows = _products(paid)
    if rows.is_empty():
        return None
    recent = paid.filter(pl.col("days_ago") < MAX_WEEKS * DAYS).select(
        *(c for c in paid.columns if c != "stock_code"), "stock_code"
    )
    weeks = _weeks(recent)
    numbered = catalogue.join(rows, on="stock_code", how="right", maintain_order="right")
    return WeeklyPanel(
        codes=rows["stock_code"],
        as_of=as_of,
        grids=_grids(recent.join(rows, on="stock_code"), rows.height, weeks),
        first_week=(weeks - 1 - rows["first_week_ago"].to_numpy()).astype(np.float32),
        groups=_groups(numbered),
        festive=_names(numbered).str.contains(_FESTIVE).cast(pl.Float32).to_numpy(),
        open_days=_open_days(recent, weeks),
    )


def _products(paid: pl.DataFrame) -> pl.DataFrame:
    """`stock_code`, `first_week_ago`, `row`, sorted by code."""
    return (
        paid.group_by("stock_code")
        .agg(
            (pl.col("days_ago") < MAX_WEEKS * DAYS).sum().alias("lines"),
            (pl.col("days_ago").max() // DAYS).alias("first_week_ago"),
        )
        .filter(pl.col("lines") >= MIN_LINES)
        .sort(["lines", "stock_code"], descending=[True, False])
        .head(MAX_PRODUCTS)
        .sort("stock_code")
        .drop("lines")
        .with_row_index("row")
    )


def _weeks(recent: pl.DataFrame) -> int:
    oldest = cast("int", recent["days_ago"].max())
    return oldest // DAYS + 1


def _grids(recent: pl.DataFrame, products: int, weeks: int) -> dict[str, Floats]:
    """Build the grids, summing integers only so that order doesn't matter."""
    units = pl.col("quantity")
    thousandths = (units.cast(pl.Float64) * 1000).round().cast(pl.Int128)
    list_price = pl.max_horizontal("unit_price", "shelf_price")
    money, listed = (
        thousandths * (price.clip(upper_bound=_MAX_PRICE) * 10_000).round().cast(pl.Int64)
        for price in (pl.col("unit_price"), list_price)
    )
    late = pl.col("days_ago") % DAYS < _LATE_DAYS
    numbered = recent.with_columns(  # counting distinct numbers takes half as long as text
        pl.col("order_id", "customer_id", "store_id").cast(pl.Categorical).to_physical()
    )
    cells = numbered.group_by("row", (pl.col("days_ago") // DAYS).alias("ago")).agg(
        units.sum().round(3).alias("units"),
        pl.len().alias("lines"),
        pl.col("order_id").n_unique().alias("orders"),
        pl.col("customer_id").n_unique().alias("customers"),
        pl.col("days_ago").n_unique().alias("selling_days"),
        units.max().alias("largest_line"),
        units.filter(late).sum().round(3).alias("late_units"),
        money.filter(late).sum().truediv(10_000_000).alias("late_revenue"),
        listed.filter(late).sum().truediv(10_000_000).alias("late_list_revenue"),
        pl.col("store_id").n_unique().alias("stores"),
        units.filter(pl.col("days_ago") % DAYS < 1).sum().round(3).alias("last_day_units"),
        units.median().cast(pl.Float64).alias("median_line"),
        money.sum().truediv(10_000_000).alias("revenue"),
        listed.sum().truediv(10_000_000).alias("list_revenue"),
    )
    row, week = cells["row"].to_numpy(), weeks - 1 - cells["ago"].to_numpy()
    grids: dict[str, Floats] = {}
    for name in cells.columns[2:]:
        grid = np.zeros((products, weeks), np.float32, order="F")  # history reads it by week
        grid[row, week] = cells[name].to_numpy()
        grids[name] = grid
    return grids


def _groups(products: pl.DataFrame) -> list[Indices]:
    """Department, category and name if known, else code prefixes and words of the name."""
    name, code = _names(products), products["stock_code"]
    if products["category"].null_count() * 2 < products.height:
        keys = [products["department"], products["category"], name]
    else:
        keys = [
            code.str.slice(0, 3),
            code.str.extract(r"^(\d+)"),
            name.str.extract(r"(\w+)\W*$"),
            name.str.extract(r"^\W*(\w+)"),
        ]
    return [key.fill_null("").rank("dense").to_numpy().astype(np.int64) - 1 for key in keys]


def _names(products: pl.DataFrame) -> pl.Series:
    return products["name"].fill_null("").str.to_uppercase()


def _open_days(recent: pl.DataFrame, weeks: int) -> npt.NDArray[np.bool_]:
    open_days = np.zeros(weeks * DAYS, np.bool_)
    open_days[weeks * DAYS - 1 - recent["days_ago"].unique().to_numpy()] = True
    return open_days.reshape(weeks, DAYS)
