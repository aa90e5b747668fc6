"""The ledger as customers' purchases, in a form compact enough to evaluate as of many days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import polars as pl

WINDOW_DAYS = 182
"""Purchases and habits are measured over this many days."""
_DISCOUNTED = 0.98  # of the shelf price: a line below that was bought at a discount


@dataclass(frozen=True)
class Purchases:
    """Lines of known customers.

    Attributes:
        lines: `customer_id, stock_code, category, day, discounted`; customers and products are
            enums, which join as fast as numbers.
        catalogue: `stock_code, category` of every product, with the same types.
        first_day: The ledger's first day.
    """

    lines: pl.DataFrame
    catalogue: pl.DataFrame
    first_day: date

    def before(self, day: date) -> pl.DataFrame:
        """Lines of the `WINDOW_DAYS` days before `day`."""
        begin = day - timedelta(days=WINDOW_DAYS)
        return self.lines.filter((pl.col("day") >= begin) & (pl.col("day") < day))

    def scale(self, day: date) -> float:
        """Factor that scales up a window's counts if the ledger covers only part of the window."""
        return WINDOW_DAYS / self.days(day)

    def days(self, day: date) -> int:
        """Days of the window that the ledger covers, at least one."""
        return max(1, min(WINDOW_DAYS, (day - self.first_day).days))

    def customers(self) -> pl.DataType:
        """The enum of customers."""
        return self.lines.schema["customer_id"]

    def products(self) -> pl.DataType:
        """The enum of products."""
        return self.lines.schema["stock_code"]


def purchases_of(sales: pl.LazyFrame, categories: pl.DataFrame) -> Purchases:
    """What customers bought.

    Args:
        sales: `scan_sales`: `stock_code, customer_id, ordered_at, unit_price, shelf_price`.
        categories: `stock_code, category`, one row per product.
    """
    coded = categories.with_columns(pl.col("category").cast(pl.Categorical))
    lines = (
        sales.filter(pl.col("customer_id").is_not_null())
        .select(
            "customer_id",
            "stock_code",
            day=pl.col("ordered_at").dt.date(),
            discounted=(pl.col("unit_price") < _DISCOUNTED * pl.col("shelf_price")).fill_null(
                value=False
            ),
        )
        .collect()
    )
    customers = lines["customer_id"].unique().sort()
    products = pl.concat([lines["stock_code"], categories["stock_code"]]).unique().sort()
    lines = lines.with_columns(
        pl.col("customer_id").cast(pl.Enum(customers)), pl.col("stock_code").cast(pl.Enum(products))
    )
    coded = coded.select(pl.col("stock_code").cast(pl.Enum(products)), "category")
    lines = lines.join(coded, on="stock_code", how="left", maintain_order="left")
    first = cast("date | None", lines["day"].min())
    return Purchases(lines, coded, first or date.min)
