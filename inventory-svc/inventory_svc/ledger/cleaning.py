"""Cleaning a ledger: one pass of rules that includes each line or excludes it for one reason."""

import polars as pl

from inventory_svc.ledger.cancellations import net_cancellations
from inventory_svc.ledger.casting import LARGEST
from inventory_svc.ledger.discounts import exclude_discounts, spread_over_goods, to_goods_total
from inventory_svc.ledger.duplicates import exclude_duplicates
from inventory_svc.ledger.layouts import Layout
from inventory_svc.ledger.merchandise import exclude_non_products
from inventory_svc.ledger.order_ids import split_reused_ids
from inventory_svc.ledger.product_codes import commonest_spellings
from inventory_svc.ledger.reasons import exclude, without_reason
from inventory_svc.ledger.units import in_thousandths, in_units
from inventory_svc.ledger.zero_price_lines import exclude_corrections, exclude_never_sold

_NEEDED = ("ordered_at", "order_id", "stock_code", "quantity")
_VERDICTS = ("repeated_header", "total_line", "not_a_sale")


def clean(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Include or exclude every line.

    Args:
        lines: Canonical lines before the as-of date (see `casting.canonical`), with the product's
            attributes if the layout needs them.
        layout: The layout of the file.

    Returns:
        The same lines with `stock_code` in the file's most common spelling, `quantity` and
        `returned_quantity` in units (see `units.in_units`), and `reason` (null = included).
    """
    rules = layout.rules
    lines = without_reason(lines)
    for verdict in _VERDICTS:
        lines = exclude(lines, pl.col("verdict") == verdict, verdict)
    lines = exclude(lines, pl.col("bad_field").is_not_null(), "unreadable_value")
    missing = pl.any_horizontal(pl.col(field).is_null() for field in _NEEDED)
    unpriced = pl.col("unit_price").is_null() & ~pl.col("unpriced")
    lines = exclude(lines, missing | unpriced, "missing_value")
    lines = split_reused_ids(lines) if rules.order_ids_repeat else lines
    lines = exclude_duplicates(lines, rules)
    lines = to_goods_total(lines)
    lines = exclude_discounts(lines, layout)
    lines = exclude_non_products(lines, layout)
    lines = spread_over_goods(lines)
    lines = _exclude_implausible_values(lines)
    lines = in_thousandths(lines)
    lines = exclude_corrections(_mark_returns(lines, layout), rules)
    netted = net_cancellations(lines.with_columns(pl.col("quantity").abs()))
    return commonest_spellings(exclude_never_sold(in_units(netted)))


def _exclude_implausible_values(lines: pl.DataFrame) -> pl.DataFrame:
    quantity, price = pl.col("quantity"), pl.col("unit_price")
    sane = quantity.is_finite() & price.is_finite() & (quantity.abs() <= LARGEST)
    lines = exclude(lines, ~(sane & (price.abs() <= LARGEST)), "other")
    lines = exclude(lines, quantity == 0, "zero_quantity")
    return exclude(lines, price < 0, "negative_price")


def _mark_returns(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Add `is_return`: negative quantity, marked as a return, or a cancellation's order id."""
    is_return = (pl.col("quantity") < 0) | pl.col("marked_return")
    if layout.cancel_prefix is not None:
        is_return |= pl.col("order_id").str.contains(rf"^{layout.cancel_prefix}\d")
    return lines.with_columns(is_return=is_return.fill_null(value=False))
