"""Key figures of stock, and mismatches of stock and demand."""

from collections.abc import Mapping

import polars as pl

from contract.inventory_statuses import INVENTORY_STATUSES, OVERSTOCKED, UNDERSTOCKED
from inventory_svc.stock.status import OVER
from inventory_svc.stock.summary_schemas import KeyFigures, RecentSales, StockAtRisk, StockRisk

_TOP = 10


def key_figures(frame: pl.DataFrame, facts: Mapping[str, object]) -> KeyFigures:
    """The key figures of the shop.

    Args:
        frame: Stock per product (see `repository.StockView`).
        facts: The facts of the data-quality report; empty without one.
    """
    recent = facts.get("last_28_days")
    return KeyFigures(
        products=frame.height,
        units_on_hand=int(frame["current_stock"].sum()),
        stock_source=_source(frame["stock_source"]),
        stock_value=_money(frame.select(pl.col("current_stock") * pl.col("unit_cost"))),
        cost_source=_source(frame["cost_source"]),
        predicted_7d_demand=round(float(frame["predicted_7d_demand"].sum()), 2),
        last_28_days=RecentSales.model_validate(recent) if recent else None,
    )


def stock_at_risk(frame: pl.DataFrame) -> StockAtRisk:
    """Counts by status, money tied up in excess stock, and units missing."""
    usable = frame.drop_nulls(["current_stock", "predicted_7d_demand"])
    demand, stock = pl.col("predicted_7d_demand"), pl.col("current_stock")
    over = _risks(usable, OVERSTOCKED, stock - OVER * demand, "unit_cost")
    short = _risks(usable, UNDERSTOCKED, demand - stock, "unit_price")
    by_money = over.sort(
        "money", "units", "stock_code", descending=[True, True, False], nulls_last=True
    )
    by_units = short.sort("units", "stock_code", descending=[True, False])
    counts = dict(frame.group_by("inventory_status").len().iter_rows())
    return StockAtRisk(
        counts={status: counts.get(status, 0) for status in INVENTORY_STATUSES},
        overstock_units=round(float(over["units"].sum()), 2),
        overstock_value=_money(over.select("money")),
        units_short=round(float(short["units"].sum()), 2),
        revenue_short=_money(short.select("money")),
        top_overstocked=_top(by_money),
        top_understocked=_top(by_units),
    )


def _risks(frame: pl.DataFrame, status: str, units: pl.Expr, price: str) -> pl.DataFrame:
    """Products of `status` with `units` too many or too few, and their `money`."""
    return frame.filter(pl.col("inventory_status") == status).with_columns(
        units=units.clip(lower_bound=0).round(2),
        money=(units.clip(lower_bound=0) * pl.col(price)).round(2),
    )


def _top(ranked: pl.DataFrame) -> list[StockRisk]:
    columns = list(StockRisk.model_fields)
    return [StockRisk(**row) for row in ranked.head(_TOP).select(columns).iter_rows(named=True)]


def _source(column: pl.Series) -> str | None:
    """The label shared by all products, `mixed` if they differ, None if there is none."""
    labels = column.drop_nulls().unique().to_list()
    if len(labels) > 1:
        return "mixed"
    return str(labels[0]) if labels else None


def _money(column: pl.DataFrame) -> float | None:
    """Sum to the cent; None if no product has a price."""
    values = column.to_series().drop_nulls()
    return round(float(values.sum()), 2) if len(values) else None
