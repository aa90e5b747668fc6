"""Telling orders with reused ids apart, such as receipts numbered from 1 per day and store."""

from datetime import timedelta
from typing import Final

import polars as pl

_PAUSE: Final = timedelta(hours=3)
"""Lines of an order that continues past midnight are closer together than this."""


def split_reused_ids(lines: pl.DataFrame) -> pl.DataFrame:
    """Append day and store to `order_id` where one id is used for several orders.

    An id that recurs on another day or in another store is another order. Returns don't count,
    since they may carry the id of the order they reverse.
    """
    sold = lines.filter(
        pl.col("reason").is_null(), pl.col("quantity") > 0, ~pl.col("marked_return")
    ).select("order_id", "store_id", "ordered_at")
    spread = (
        sold.group_by("order_id")
        .agg(
            first=pl.col("ordered_at").min(),
            last=pl.col("ordered_at").max(),
            stores=pl.col("store_id").n_unique(),
        )
        .filter((pl.col("first").dt.date() != pl.col("last").dt.date()) | (pl.col("stores") > 1))
    )
    days = _days(sold.join(spread, on="order_id", how="semi"))
    repeated = days.filter(pl.len().over("order_id") > 1)
    if repeated.is_empty():
        return lines
    return _renamed(lines, repeated)


def _days(sold: pl.DataFrame) -> pl.DataFrame:
    """The orders of each id and store: their `number`, and `begin`, the time of the first line."""
    ordered = sold.sort("order_id", "store_id", "ordered_at")
    before = pl.col("ordered_at").shift().over("order_id", "store_id")
    begins = (
        (pl.col("ordered_at").dt.date() != before.dt.date())
        & (pl.col("ordered_at") - before > _PAUSE)
    ).fill_null(value=True)
    return (
        ordered.with_columns(number=begins.cum_sum().over("order_id", "store_id"))
        .group_by("order_id", "store_id", "number", maintain_order=True)
        .agg(begin=pl.col("ordered_at").min())
    )


def _renamed(lines: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Assign each line to the last order of its id and store that began before it, if any."""
    key = ["order_id", "store_id"]
    stated = pl.col("store_id").fill_null("")
    stores = pl.col("store_id").n_unique().over("order_id")
    store = pl.when(stores > 1).then("store_id")
    day = pl.col("begin").dt.date().cast(pl.String)
    names = orders.select(
        "order_id",
        "begin",
        stated,
        name=pl.concat_str("order_id", day, store, separator=" ", ignore_nulls=True),
    ).sort("begin")
    chosen = (
        lines.select("row", "order_id", stated, "ordered_at")
        .filter(pl.col("order_id").is_in(names["order_id"].unique().implode()))
        .drop_nulls("ordered_at")
        .sort("ordered_at")
    )
    named = chosen.join_asof(
        names, left_on="ordered_at", right_on="begin", by=key, check_sortedness=False
    ).select("row", order_name="name")
    return (
        lines.join(named, on="row", how="left", maintain_order="left")
        .with_columns(order_id=pl.coalesce("order_name", "order_id"))
        .drop("order_name")
    )
