"""Lines that stand in the ledger more than once, and days that were delivered to it again."""

import polars as pl

from inventory_svc.ledger.reading import REST
from inventory_svc.ledger.reasons import exclude
from inventory_svc.ledger.row_rules import RowRules

_IDENTITY = [
    "order_id",
    "stock_code",
    "name",
    "ordered_at",
    "quantity",
    "unit_price",
    "shelf_price",
    "customer_id",
    "store_id",
    "country",
]
_NEARLY_ALL = 0.05
_ENOUGH = 10
"""Distinct lines that tell a day which was delivered twice from scans of two units each."""


def exclude_duplicates(lines: pl.DataFrame, rules: RowRules) -> pl.DataFrame:
    """Keep each line once, and say of each copy whether its day or order was delivered again.

    A day counts as delivered k times when at least 95 % of its distinct lines stand in the ledger
    k times or more and belong to two orders or more; an order, when all its lines do. The order of
    the file plays no part. Other equal lines are copies where `rules` say so, and further units of
    the same product where they don't: a till may write a line for each scan.
    """
    if rules.copies == "keep":
        return lines
    open_lines = lines.filter(pl.col("reason").is_null())
    doubled = _doubled(open_lines)
    if doubled.is_empty():
        return lines
    scans = rules.copies is None and bool((open_lines["quantity"].abs() == 1).all())
    deliveries = _deliveries(open_lines, doubled, least=_ENOUGH if scans else 1)
    copies = _copies(doubled, deliveries)
    if rules.copies is None and not scans:
        copies = _with_whole_orders(copies, open_lines)
    marked = lines.join(copies.drop("order_id"), on="row", how="left", maintain_order="left")
    first_delivery = (pl.col("copies") / pl.col("deliveries")).ceil()
    again = pl.col("nth") >= first_delivery
    marked = exclude(marked, again & (pl.col("nth") > 0), "repeated_delivery")
    if rules.copies == "drop":
        marked = exclude(marked, pl.col("nth") > 0, "duplicate_line")
    return marked.drop("nth", "copies", "deliveries")


def _doubled(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that stand more than once, with `day`, `nth` (0 = the one included) and `copies`.

    Equal hashes of order and product only narrow the search down: the lines themselves decide.
    """
    identity = [*_IDENTITY, REST] if REST in lines.columns else _IDENTITY
    hashed = lines.select(pl.struct("order_id", "stock_code").hash()).to_series()
    return (
        lines.filter(hashed.is_duplicated())
        .sort("row")
        .with_columns(
            day=pl.col("ordered_at").dt.date(),
            nth=pl.int_range(pl.len(), dtype=pl.UInt32).over(identity),
            copies=pl.len().over(identity),
        )
        .filter(pl.col("copies") > 1)
    )


def _deliveries(lines: pl.DataFrame, doubled: pl.DataFrame, *, least: int) -> pl.DataFrame:
    """`day`, `deliveries` for the days that hold copies, of `least` distinct lines or more."""
    rows = lines.group_by(pl.col("ordered_at").dt.date().alias("day")).agg(
        rows=pl.len(), orders=pl.col("order_id").n_unique()
    )
    distinct = doubled.filter(pl.col("nth") == 0)
    per_day = distinct.group_by("day").agg(
        distinct=pl.len(),
        lines=pl.col("copies").sum(),
        nearly_all=pl.col("copies").quantile(_NEARLY_ALL, "lower"),
    )
    single = pl.col("rows") - pl.col("lines")
    again = (
        (single <= _NEARLY_ALL * (single + pl.col("distinct")))
        & (pl.col("orders") > 1)
        & (pl.col("distinct") >= least)
    )
    return per_day.join(rows, on="day").select(
        "day", deliveries=pl.when(again).then("nearly_all").otherwise(1).cast(pl.UInt32)
    )


def _copies(doubled: pl.DataFrame, deliveries: pl.DataFrame) -> pl.DataFrame:
    """`row`, `order_id`, `nth`, `copies`, `deliveries` of the lines that stand repeatedly."""
    return (
        doubled.join(deliveries, on="day", how="left")
        # A line may stand less often than its day was delivered; then each copy is a delivery.
        .with_columns(deliveries=pl.min_horizontal("deliveries", "copies"))
        .select("row", "order_id", "nth", "copies", "deliveries")
    )


def _with_whole_orders(copies: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`copies` with the deliveries of orders all of whose lines stand repeatedly."""
    rows = lines.group_by("order_id").agg(rows=pl.len())
    whole = (
        copies.group_by("order_id")
        .agg(doubled=pl.len(), times=pl.col("copies").min())
        .join(rows, on="order_id")
        .filter(pl.col("doubled") == pl.col("rows"))
        .select("order_id", pl.col("times").cast(pl.UInt32))
    )
    return (
        copies.join(whole, on="order_id", how="left")
        .with_columns(deliveries=pl.max_horizontal("deliveries", pl.col("times").fill_null(1)))
        .drop("times")
    )
