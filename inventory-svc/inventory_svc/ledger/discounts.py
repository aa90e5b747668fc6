"""Order-level discounts, spread over the order's goods so that they sum to what was paid.

An export has them either as negative lines, or implied by a total for the order's goods after all
discounts (Shopify's `Subtotal`).
"""

import polars as pl

from inventory_svc.ledger.cells.distinct import meets
from inventory_svc.ledger.layouts import Layout
from inventory_svc.ledger.reasons import exclude, included

_WORDS = (
    r"(?i)\b(discounts?|rebate|coupons?|promo(?:tion)?|voucher|rabatte?|preisnachlass|nachlass|"
    r"skonto|gutschein|remises?|réductions?|reduction|bon de réduction|descuentos?|sconto|sconti|"
    r"korting|desconto|rabat|zniżka|kupon)\b"
)


_HALF_A_CENT = 0.005
"""A smaller difference between an order's total and its goods is due to rounding."""


def to_goods_total(lines: pl.DataFrame) -> pl.DataFrame:
    """Scale prices so that the goods of an order sum to its `goods_total`, if it has one."""
    if "goods_total" not in lines.columns:
        return lines
    good = included(lines).filter(pl.col("quantity") > 0, pl.col("unit_price") > 0)
    orders = good.group_by("order_id").agg(
        goods=_money(),
        total=pl.col("goods_total").drop_nulls().first(),
    )
    discounted = pl.col("total").is_between(0, pl.col("goods") - _HALF_A_CENT)
    factors = orders.filter(discounted).select("order_id", factor=pl.col("total") / pl.col("goods"))
    return _scaled(lines, factors)


def exclude_discounts(lines: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Tell negative lines apart: returns get a positive price, discounts are excluded.

    A negative price is a return if the product is also sold; it is a discount if the name says
    so or the product is never sold. Layouts without heuristics are left unchanged.

    Returns:
        The lines, discounts with the reason `discount`.
    """
    if not layout.rules.use_heuristics:
        return lines
    back = pl.col("marked_return") | (pl.col("quantity") < 0)
    below = (pl.col("unit_price") < 0) | (pl.col("quantity") < 0)
    named = meets(lines, pl.col("name").str.contains(_WORDS)).fill_null(value=False)
    named |= meets(lines, pl.col("stock_code").str.contains(_WORDS)).fill_null(value=False)
    sold = included(lines).filter(pl.col("quantity") > 0, pl.col("unit_price") > 0)["stock_code"]
    ever_sold = pl.col("stock_code").is_in(sold.unique().implode())
    negative = (pl.col("unit_price") < 0) & ~back
    discount = (below & named & ~pl.col("marked_return")) | (negative & ~ever_sold)
    open_line = pl.col("reason").is_null()
    signed = lines.with_columns(
        discount=open_line & discount,
        marked_return=pl.col("marked_return") | (open_line & negative & ever_sold & ~discount),
    ).with_columns(
        unit_price=pl.when(back | pl.col("marked_return"))
        .then(pl.col("unit_price").abs())
        .otherwise("unit_price")
    )
    return exclude(signed, pl.col("discount"), "discount").drop("discount")


def spread_over_goods(lines: pl.DataFrame) -> pl.DataFrame:
    """Lower the prices of an order's goods in proportion to its discount lines."""
    amounts = lines.filter(pl.col("reason") == "discount")
    if amounts.is_empty():
        return lines
    off = amounts.group_by("order_id").agg(discount=_money())
    good = included(lines).filter(
        pl.col("quantity") > 0, pl.col("unit_price") > 0, ~pl.col("marked_return")
    )
    goods = good.group_by("order_id").agg(goods=_money())
    factors = goods.join(off, on="order_id").select(
        "order_id", factor=(1 - pl.col("discount") / pl.col("goods")).clip(lower_bound=0)
    )
    return _scaled(lines, factors)


def _money() -> pl.Expr:
    """The total of lines as a positive amount, summed exactly in whole billionths."""
    thousandths = (pl.col("quantity") * 1000).round().cast(pl.Int128)
    millionths = (pl.col("unit_price") * 1_000_000).round().cast(pl.Int128)
    return (thousandths * millionths).abs().sum().cast(pl.Float64) / 1_000_000_000


def _scaled(lines: pl.DataFrame, factors: pl.DataFrame) -> pl.DataFrame:
    """Multiply prices by their order's factor; the price before becomes the shelf price."""
    changed = factors.filter(pl.col("factor") != 1)
    if changed.is_empty():
        return lines
    joined = lines.join(changed, on="order_id", how="left", maintain_order="left")
    sold = pl.col("reason").is_null() & (pl.col("quantity") > 0) & ~pl.col("marked_return")
    priced = sold & (pl.col("unit_price") > 0)
    lowered = (pl.col("unit_price") * pl.col("factor")).round(6)
    return joined.with_columns(
        unit_price=pl.when(priced & pl.col("factor").is_not_null())
        .then(lowered)
        .otherwise("unit_price"),
        shelf_price=pl.when(priced)
        .then(pl.coalesce("shelf_price", "unit_price"))
        .otherwise("shelf_price"),
    ).drop("factor")
