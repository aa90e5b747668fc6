"""Cleaning a ledger: one pass of rules, each line included, or excluded for one reason."""

import polars as pl

from inventory_svc.ledger.cancellations import net_cancellations
from inventory_svc.ledger.casting import LARGEST
from inventory_svc.ledger.duplicates import exclude_duplicates
from inventory_svc.ledger.layouts import Layout
from inventory_svc.ledger.merchandise import exclude_non_products
from inventory_svc.ledger.names import is_remark
from inventory_svc.ledger.reasons import exclude, included, unreasoned

_NEEDED = ("ordered_at", "order_id", "stock_code", "quantity", "unit_price")


def clean(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Decide about every line.

    Args:
        lines: Canonical lines before the as-of date (see `casting.canonical`); with the product's
            attributes where the layout needs them.
        layout: Where they come from.

    Returns:
        The same lines with `quantity` Int64, `returned_quantity`, and `reason` (null = included).
    """
    lines = unreasoned(lines)
    missing = pl.any_horizontal(pl.col(field).is_null() for field in _NEEDED)
    lines = exclude(lines, missing, "missing_value")
    lines = exclude_duplicates(lines)
    lines = exclude_non_products(lines, layout)
    lines = _whole_units(lines)
    lines = _stock_adjustments(_mark_returns(lines, layout))
    return _never_sold(net_cancellations(lines.with_columns(pl.col("quantity").abs())))


def _never_sold(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of products that nobody ever paid for."""
    good = included(lines).select("row", "stock_code", paid=pl.col("unit_price") > 0)
    free = good.filter(~pl.col("paid"))
    bought = good.filter("paid", pl.col("stock_code").is_in(free["stock_code"].unique().implode()))
    never = free.join(bought, on="stock_code", how="anti")
    return exclude(lines, pl.col("row").is_in(never["row"].implode()), "never_sold")


def _whole_units(lines: pl.DataFrame) -> pl.DataFrame:
    quantity, price = pl.col("quantity"), pl.col("unit_price")
    sane = quantity.is_finite() & price.is_finite() & (quantity.abs() <= LARGEST)
    lines = exclude(lines, ~(sane & (price.abs() <= LARGEST)), "other")
    lines = exclude(lines, quantity == 0, "zero_quantity")
    lines = exclude(lines, quantity != quantity.round(), "fractional_quantity")
    lines = exclude(lines, price < 0, "negative_price")
    return lines.with_columns(pl.when(pl.col("reason").is_null()).then(quantity).cast(pl.Int64))


def _mark_returns(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """`is_return`: below zero units, or an order id that says so."""
    is_return = pl.col("quantity") < 0
    if layout.cancel_prefix is not None:
        is_return |= pl.col("order_id").str.contains(rf"^{layout.cancel_prefix}\d")
    return lines.with_columns(is_return=is_return.fill_null(value=False))


def _stock_adjustments(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines without money that are no orders: units taken out, or booked in under a remark.

    A free line counts as an order when its text is one under which the product was also sold. A
    ledger without any names has nothing to tell them apart by, and its free lines are included.
    """
    free = pl.col("unit_price") == 0
    lines = exclude(lines, free & pl.col("is_return"), "stock_adjustment")
    if lines["name"].null_count() == lines.height:
        return lines
    named = ["stock_code", "name"]
    sold = included(lines).filter(~pl.col("is_return"), pl.col("unit_price") > 0)
    paid = sold.select(named).unique().filter(~is_remark(pl.col("name")))
    unknown = _lower_case(lines.filter(free)).join(_lower_case(paid), on=named, how="anti")
    return exclude(lines, pl.col("row").is_in(unknown["row"].implode()), "stock_adjustment")


def _lower_case(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(pl.col("name").str.to_lowercase())
