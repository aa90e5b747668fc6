"""Excluding non-merchandise, by rules on codes, names, departments and product types."""

import polars as pl

from inventory_svc.ledger.cells.distinct import meets
from inventory_svc.ledger.layouts import COMPLETE_JOURNEY, ONLINE_RETAIL, Layout
from inventory_svc.ledger.reasons import exclude
from inventory_svc.ledger.service_words import is_service

# Codes for a service, a fee or a correction in any shop's ledger.
_SERVICE_CODES = (
    r"^(POST(AGE)?|SHIPPING|DELIVERY|CARRIAGE|DISCOUNT|MANUAL|BANK[ _]?CHARGES|AMAZON[ _]?FEE|"
    r"ADJUST(MENT)?\d*|TEST\d*|GIFT([ _-].*)?|VOUCHER|SAMPLES?)$"
)
# Short codes of Online Retail: dotcom postage, manual, discount, samples, bad debt, carriage,
# a charity's commission, and pads sold with cushions at a tenth of a penny.
_ONLINE_RETAIL_CODES = r"^(DOT|M|D|S|B|C\d|CRUK|PADS)$"
_SERVICE_NAMES = (
    r"(?i)\b(gift voucher|gift card top.?up|(dotcom )?postage|next day carriage|bank charges|"
    r"bad debt|amazon fee|test product)\b"
)

_FUEL = r"(?i)\b(gasoline|diesel|fuel)\b"
_COUPON_DEPARTMENT = r"(?i)^coupons?\b"
_MISC_DEPARTMENTS = (
    "MISCELLANEOUS",
    "CNTRL/STORE SUP",
    "CHARITABLE CONT",
    "PROD-WHS SALES",
)
_MISC_TYPES = (
    r"(?i)\b(misc sales trans|tickets|gift cards?|donations?|bottle deposits?|central supplies)\b"
)


def exclude_non_products(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Exclude lines that aren't merchandise.

    Args:
        lines: Canonical lines; for The Complete Journey with `department`, `product_category`,
            `product_type` and `has_record` of their product.
        layout: The layout of the ledger.
    """
    if layout is COMPLETE_JOURNEY:
        return _complete_journey(lines)
    code = pl.col("stock_code")
    service = code.str.contains(_SERVICE_CODES)
    if layout is ONLINE_RETAIL:
        service |= code.str.contains(_ONLINE_RETAIL_CODES)
    lines = exclude(lines, meets(lines, service), "non_product")
    named = meets(lines, pl.col("name").str.contains(_SERVICE_NAMES))
    lines = exclude(lines, named, "non_product")
    if not layout.rules.use_heuristics:
        return lines
    listed = layout.rules.not_merchandise
    for text in ("stock_code", "name"):
        lines = exclude(
            lines, meets(lines, pl.col(text).str.to_lowercase().is_in(listed)), "non_product"
        )
        lines = exclude(lines, meets(lines, is_service(pl.col(text))), "non_product")
    return lines


def _complete_journey(lines: pl.DataFrame) -> pl.DataFrame:
    department, kind = pl.col("department"), pl.col("product_type")
    fuel = meets(lines, kind.str.contains(_FUEL)) | (department == "FUEL")
    # A coupon category alone isn't enough: COUPON/MISC ITEMS also contains dog food and candy.
    coupon = meets(lines, department.str.contains(_COUPON_DEPARTMENT)) | meets(
        lines, kind.str.contains(_COUPON_DEPARTMENT)
    )
    misc = department.is_in(_MISC_DEPARTMENTS) | meets(lines, kind.str.contains(_MISC_TYPES))
    lines = exclude(lines, ~pl.col("has_record"), "no_product_record")
    lines = exclude(lines, fuel, "fuel")
    lines = exclude(lines, coupon, "coupon")
    return exclude(lines, misc, "miscellaneous")
