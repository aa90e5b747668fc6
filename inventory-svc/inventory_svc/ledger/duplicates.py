"""Duplicate lines, and whole days or orders that were exported more than once."""

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
"""Distinct lines needed to tell a day exported twice from a till's double scans."""


def exclude_duplicates(lines: pl.DataFrame, rules: RowRules) -> pl.DataFrame:
    """Keep each line once; copies are either repeated deliveries or duplicate lines.

    A day counts as delivered k times if at least 95 % of its distinct lines occur k times or more
    and they belong to at least two orders; an order, if all of its lines do. The order of lines in
    the file doesn't matter. Other equal lines are copies if `rules` say so; otherwise they are
    further units of the same product, since a till may write one line per scan.
    """
    if rules.copies == "keep":
        return lines
    open_lines = lines.filter(pl.col("reason").is_null())
    doubled = _repeated_lines(open_lines)
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


def _repeated_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that occur more than once, with `day`, `nth` (0 = the one included) and `copies`.

    Hashes of order and product only narrow the search; whole lines are compared.
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
    """Days with copies: `day`, `deliveries` (1 if fewer than `least` distinct lines repeat)."""
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
    """`row`, `order_id`, `nth`, `copies`, `deliveries` of the repeated lines."""
    return (
        doubled.join(deliveries, on="day", how="left")
        # A line may occur less often than its day was delivered; then each copy is a delivery.
        .with_columns(deliveries=pl.min_horizontal("deliveries", "copies"))
        .select("row", "order_id", "nth", "copies", "deliveries")
    )


def _with_whole_orders(copies: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`copies` with the deliveries of orders all of whose lines are repeated."""
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
