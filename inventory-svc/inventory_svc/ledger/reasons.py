"""Why a line is excluded: the closed list, in the order in which the rules are tried."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Reason:
    """One reason; a line has at most one, the first whose rule it meets."""

    code: str
    text: str


REASONS = (
    Reason("on_or_after_as_of", "Dated on or after the as-of date: not looked at"),
    Reason(
        "implausible_date",
        "Dated in the future, or among few lines more than a year after all others: not looked at",
    ),
    Reason("missing_value", "Without a date, order, code, quantity or price"),
    Reason("repeated_delivery", "A day's lines delivered to the ledger again"),
    Reason("duplicate_line", "The same line again within one order"),
    Reason("no_product_record", "No product record for this code"),
    Reason("fuel", "Fuel, sold by volume and not from a shelf"),
    Reason("coupon", "A coupon, not merchandise"),
    Reason("miscellaneous", "Miscellaneous entry, service or gift card, not merchandise"),
    Reason("non_product", "Postage, fee, discount, voucher, sample, test or manual entry"),
    Reason("zero_quantity", "Nothing was sold on this line"),
    Reason("fractional_quantity", "Not a whole number of units"),
    Reason("negative_price", "A price below zero"),
    Reason("stock_adjustment", "A correction of stock: no money, and no real order"),
    Reason("cancellation_netted", "A cancellation or return, netted against its order"),
    Reason("return_without_order", "A cancellation or return whose order is not in the ledger"),
    Reason("cancelled_order", "An order cancelled in full within a day: no demand"),
    Reason("never_sold", "A product that was only ever given away"),
    Reason("other", "Values no rule explains, such as infinite prices"),
)
REASON_TYPE = pl.Enum([reason.code for reason in REASONS])


def text_of(code: str) -> str:
    """The sentence of a reason."""
    return next(reason.text for reason in REASONS if reason.code == code)


def unreasoned(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with an empty `reason`."""
    return lines.with_columns(reason=pl.lit(None, REASON_TYPE))


def exclude(lines: pl.DataFrame, rule: pl.Expr, reason: str) -> pl.DataFrame:
    """Give `reason` to the lines that meet `rule` and have none yet; a null rule is not met."""
    met = pl.col("reason").is_null() & rule.fill_null(value=False)
    return lines.with_columns(
        reason=pl.when(met).then(pl.lit(reason, REASON_TYPE)).otherwise("reason")
    )


def included(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that no rule excludes."""
    return lines.filter(pl.col("reason").is_null())
