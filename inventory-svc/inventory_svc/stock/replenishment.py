"""Orders due, dead stock and probable lost sales over all products."""

from typing import TypeVar

import polars as pl

from inventory_svc.stock.replenishment_schemas import (
    DeadProduct,
    LostProduct,
    OrderLine,
    Replenishment,
)

Line = TypeVar("Line", OrderLine, DeadProduct, LostProduct)
_TOP = 10


def replenishment(frame: pl.DataFrame) -> Replenishment | None:
    """Totals over all products, and the ten most valuable of each kind.

    Args:
        frame: Stock per product (see `repository.StockView`).

    Returns:
        None if the state has no order data, as in a flat folder written by other tools.
    """
    if frame["suggested_order"].is_null().all() and frame["dead_stock"].is_null().all():
        return None
    orders = _priced(frame, pl.col("suggested_order"), "unit_cost")
    dead = _priced(frame.filter("dead_stock"), pl.col("current_stock"), "unit_cost")
    lost = _priced(frame, pl.col("lost_sales_units"), "unit_price")
    return Replenishment(
        products_to_order=orders.height,
        units_to_order=int(orders["units"].sum()),
        order_value=_total(orders["money"]),
        money_bound=_total(frame["money_bound"]),
        dead_products=dead.height,
        dead_stock_value=_total(dead["money"]),
        lost_sales_products=lost.height,
        lost_sales_revenue=_total(lost["money"]),
        top_orders=_top(orders, OrderLine),
        top_dead=_top(dead, DeadProduct),
        top_lost=_top(lost, LostProduct),
    )


def _priced(frame: pl.DataFrame, units: pl.Expr, price: str) -> pl.DataFrame:
    """Products with `units` above 0, most `money` first."""
    return (
        frame.with_columns(units=units, money=(units * pl.col(price)).round(2))
        .filter(pl.col("units") > 0)
        .sort("money", "units", "stock_code", descending=[True, True, False], nulls_last=True)
    )


def _top(ranked: pl.DataFrame, model: type[Line]) -> list[Line]:
    rows = ranked.head(_TOP).select(list(model.model_fields))
    return [model(**row) for row in rows.iter_rows(named=True)]


def _total(money: pl.Series) -> float | None:
    """Sum to the cent; None if there are products but none has a price."""
    amounts = money.drop_nulls()
    return round(float(amounts.sum()), 2) if len(amounts) or not len(money) else None
