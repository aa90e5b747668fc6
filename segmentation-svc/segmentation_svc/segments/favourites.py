"""What each segment buys more often than the average customer: lift and support.

Lift of a rule "segment → item" is P(item | segment) / P(item) (S. Brin et al., Dynamic itemset
counting, 1997), here over orders: an order contains the item or not. If customers were counted
instead, every item would be a favourite of those who order most.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl
from pydantic import BaseModel, Field

from contract.snapshot_files import CATALOGUE_FILE
from fleet.jobs import cannot_read

LOOKBACK_DAYS: Final = 365
MIN_CUSTOMERS: Final = 20
MIN_SHARE: Final = 0.05
"""An item is a favourite only if at least this share of the segment's buyers bought it."""

TOP: Final = 5
LIFT_FROM: Final = 1.05
_CATEGORY: Final = "category"


class Favourite(BaseModel):
    """One category or product a segment prefers."""

    code: str
    name: str
    lift: float = Field(description="Share of the segment's orders with it / of all orders")
    support: float = Field(description="Share of the segment's recent buyers who bought it")
    customers: int


@dataclass(frozen=True)
class Favourites:
    """The favourites of a segment, highest lift first."""

    categories: list[Favourite]
    products: list[Favourite]


def read_catalogue(staging: Path) -> pl.DataFrame | None:
    """`stock_code`, `name` and `category` of each product; None without a catalogue.

    A product without a category gets its department.

    Raises:
        InvalidInput: the file exists but can't be read.
    """
    path = staging / CATALOGUE_FILE
    if not path.exists():
        return None
    try:
        table = pl.read_parquet(path, columns=["stock_code", "name", "category", "department"])
    except (pl.exceptions.PolarsError, OSError) as error:
        raise cannot_read(path.name, error) from None
    return table.select(
        "stock_code", "name", pl.coalesce("category", "department").alias(_CATEGORY)
    )


def favourites(
    lines: pl.DataFrame,
    labels: pl.DataFrame,
    catalogue: pl.DataFrame | None,
    as_of: date,
) -> dict[str, Favourites]:
    """The favourite categories and products of each segment.

    Args:
        lines: `customer_id`, `order_id`, `stock_code`, `ordered_at`.
        labels: `customer_id`, `label`.
        catalogue: From `read_catalogue`; without one, products are named by their code.
        as_of: Orders of the LOOKBACK_DAYS before this day count.

    Returns:
        By label, the TOP of each.
    """
    recent = lines.filter(
        pl.col("ordered_at").dt.date() < as_of,
        pl.col("ordered_at").dt.date() >= as_of - timedelta(days=LOOKBACK_DAYS),
    ).join(labels, on="customer_id", how="inner")
    if catalogue is None:
        catalogue = (
            recent.select("stock_code")
            .unique()
            .with_columns(
                pl.col("stock_code").alias("name"), pl.lit(None, pl.String).alias(_CATEGORY)
            )
        )
    purchases = recent.select("customer_id", "order_id", "stock_code", "label").join(
        catalogue, on="stock_code", how="left"
    )
    categories = purchases.filter(pl.col(_CATEGORY).is_not_null()).select(
        "customer_id", "order_id", "label", pl.col(_CATEGORY).alias("code"), name=_CATEGORY
    )
    products = purchases.select(
        "customer_id",
        "order_id",
        "label",
        pl.col("stock_code").alias("code"),
        pl.coalesce("name", "stock_code").alias("name"),
    )
    of_categories, of_products = _lifts(categories, purchases), _lifts(products, purchases)
    return {
        label: Favourites(of_categories.get(label, []), of_products.get(label, []))
        for label in sorted(labels["label"].unique().to_list())
    }


def _lifts(items: pl.DataFrame, all_lines: pl.DataFrame) -> dict[str, list[Favourite]]:
    """The favourites by label."""
    sizes = all_lines.group_by("label").agg(
        pl.col("order_id").n_unique().alias("label_orders"),
        pl.col("customer_id").n_unique().alias("label_customers"),
    )
    orders = all_lines["order_id"].n_unique()
    per_item = items.group_by("code").agg(pl.col("order_id").n_unique().alias("item_orders"))
    rated = (
        items.group_by("label", "code")
        .agg(
            pl.col("name").min(),
            pl.col("order_id").n_unique().alias("both"),
            pl.col("customer_id").n_unique().alias("customers"),
        )
        .join(sizes, on="label")
        .join(per_item, on="code")
        .with_columns(
            (pl.col("customers") / pl.col("label_customers")).round(4).alias("support"),
            (pl.col("both") / pl.col("label_orders") / (pl.col("item_orders") / orders))
            .round(2)
            .alias("lift"),
        )
        .filter(
            pl.col("customers") >= MIN_CUSTOMERS,
            pl.col("support") >= MIN_SHARE,
            pl.col("lift") >= LIFT_FROM,
        )
        .sort(["label", "lift", "customers", "code"], descending=[False, True, True, False])
        .group_by("label", maintain_order=True)
        .head(TOP)
    )
    found: dict[str, list[Favourite]] = {}
    columns = ("label", "code", "name", "lift", "support", "customers")
    for label, code, name, lift, support, customers in rated.select(columns).iter_rows():
        favourite = Favourite(code=code, name=name, lift=lift, support=support, customers=customers)
        found.setdefault(label, []).append(favourite)
    return found
