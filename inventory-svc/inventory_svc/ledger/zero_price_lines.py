"""Lines at price 0: parts of sets and gifts are demand, stock corrections aren't."""

import polars as pl

from inventory_svc.ledger.names import is_remark
from inventory_svc.ledger.reasons import exclude, included
from inventory_svc.ledger.row_rules import RowRules


def exclude_corrections(lines: pl.DataFrame, rules: RowRules) -> pl.DataFrame:
    """Exclude free lines that aren't orders, such as stock adjustments with a remark as name.

    A free line counts as an order if the product was also sold under the same name. Unless the
    layout treats price 0 as a correction, it also counts if other lines of its order were paid for:
    then it is part of a set or a gift. In a ledger without names all free lines are included.

    Returns:
        The lines with `part`: whether a line is free in an order that was paid for.
    """
    free = pl.col("unit_price") == 0
    lines = exclude(lines, free & pl.col("is_return"), "stock_adjustment")
    lines = _with_parts(lines, rules)
    if lines["name"].null_count() == lines.height:
        return lines
    named = ["stock_code", "name"]
    sold = included(lines).filter(~pl.col("is_return"), pl.col("unit_price") > 0)
    paid = sold.select(named).unique().filter(~is_remark(pl.col("name")))
    unknown = _lower_case(lines.filter(free, ~pl.col("part"))).join(
        _lower_case(paid), on=named, how="anti"
    )
    return exclude(lines, pl.col("row").is_in(unknown["row"].implode()), "stock_adjustment")


def exclude_never_sold(lines: pl.DataFrame) -> pl.DataFrame:
    """Exclude products that were only ever given away, except as parts of a paid order."""
    left = pl.col("part") | pl.col("unit_price").ne_missing(0)
    good = included(lines).select("row", "stock_code", left=left)
    free = good.filter(~pl.col("left"))
    bought = good.filter("left", pl.col("stock_code").is_in(free["stock_code"].unique().implode()))
    never = free.join(bought, on="stock_code", how="anti")
    return exclude(lines, pl.col("row").is_in(never["row"].implode()), "never_sold")


def _with_parts(lines: pl.DataFrame, rules: RowRules) -> pl.DataFrame:
    if rules.free_lines == "corrections":
        return lines.with_columns(part=pl.lit(value=False))
    good = included(lines).filter(~pl.col("is_return"))
    paid = good.filter(pl.col("unit_price") > 0)["order_id"].unique()
    free = good.filter(pl.col("unit_price") == 0, pl.col("order_id").is_in(paid.implode()))
    return lines.with_columns(part=pl.col("row").is_in(free["row"].implode()))


def _lower_case(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(pl.col("name").str.to_lowercase())
