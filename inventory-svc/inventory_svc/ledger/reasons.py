"""The closed list of reasons for excluding a line, in the order in which rules are applied."""

import polars as pl

REASONS = (
    "on_or_after_as_of",
    "implausible_date",
    "repeated_header",
    "total_line",
    "not_a_sale",
    "unreadable_value",
    "missing_value",
    "repeated_delivery",
    "duplicate_line",
    "no_product_record",
    "fuel",
    "coupon",
    "miscellaneous",
    "discount",
    "non_product",
    "zero_quantity",
    "negative_price",
    "stock_adjustment",
    "cancellation_netted",
    "return_without_order",
    "cancelled_order",
    "never_sold",
    "other",
)
"""A line has at most one: that of the first rule it meets."""
REASON_TYPE = pl.Enum(REASONS)


def without_reason(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with an empty `reason`."""
    return lines.with_columns(reason=pl.lit(None, REASON_TYPE))


def exclude(lines: pl.DataFrame, rule: pl.Expr, reason: str) -> pl.DataFrame:
    """Set `reason` on lines that meet `rule` and have none yet; null counts as not met."""
    met = pl.col("reason").is_null() & rule.fill_null(value=False)
    return lines.with_columns(
        reason=pl.when(met).then(pl.lit(reason, REASON_TYPE)).otherwise("reason")
    )


def included(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that no rule excludes."""
    return lines.filter(pl.col("reason").is_null())
