"""Lines that stand in the ledger more than once, and days that were delivered to it again."""

import polars as pl

from inventory_svc.ledger.reasons import exclude

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


def exclude_duplicates(lines: pl.DataFrame) -> pl.DataFrame:
    """Keep each line once, and say of each copy whether its day was delivered again.

    A day counts as delivered k times when at least 95 % of its distinct lines stand in the ledger
    k times or more and belong to two orders or more. The order of the file plays no part.
    """
    open_lines = lines.filter(pl.col("reason").is_null())
    doubled = _doubled(open_lines)
    if doubled.is_empty():
        return lines
    copies = _copies(doubled, _deliveries(open_lines, doubled))
    marked = lines.join(copies, on="row", how="left", maintain_order="left")
    first_delivery = (pl.col("copies") / pl.col("deliveries")).ceil()
    again = pl.col("nth") >= first_delivery
    marked = exclude(marked, again & (pl.col("nth") > 0), "repeated_delivery")
    marked = exclude(marked, pl.col("nth") > 0, "duplicate_line")
    return marked.drop("nth", "copies", "deliveries")


def _doubled(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that stand more than once, with `day`, `nth` (0 = the one included) and `copies`.

    Equal hashes of order and product only narrow the search down: the lines themselves decide.
    """
    hashed = lines.select(pl.struct("order_id", "stock_code").hash()).to_series()
    return (
        lines.filter(hashed.is_duplicated())
        .sort("row")
        .with_columns(
            day=pl.col("ordered_at").dt.date(),
            nth=pl.int_range(pl.len(), dtype=pl.UInt32).over(_IDENTITY),
            copies=pl.len().over(_IDENTITY),
        )
        .filter(pl.col("copies") > 1)
    )


def _deliveries(lines: pl.DataFrame, doubled: pl.DataFrame) -> pl.DataFrame:
    """`day`, `deliveries` for the days that hold copies."""
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
    again = (single <= _NEARLY_ALL * (single + pl.col("distinct"))) & (pl.col("orders") > 1)
    return per_day.join(rows, on="day").select(
        "day", deliveries=pl.when(again).then("nearly_all").otherwise(1).cast(pl.UInt32)
    )


def _copies(doubled: pl.DataFrame, deliveries: pl.DataFrame) -> pl.DataFrame:
    """`row`, `nth`, `copies`, `deliveries` of the lines that stand repeatedly."""
    return (
        doubled.join(deliveries, on="day", how="left")
        # A line may stand less often than its day was delivered; then each copy is a delivery.
        .with_columns(deliveries=pl.min_horizontal("deliveries", "copies"))
        .select("row", "nth", "copies", "deliveries")
    )
