"""The questions one can ask about stock."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from fleet.errors import NotFound
from fleet.paging import Page, PageQuery, page_of
from fleet.snapshots import Loaded
from inventory_svc.stock.schemas import (
    InventoryAnswer,
    InventoryItem,
    InventorySummary,
    KeyFigures,
    RecentSales,
    Status,
    StockAtRisk,
    StockRisk,
    StockSource,
)
from inventory_svc.stock.status import OVER, OVERSTOCKED, STATUSES, UNDERSTOCKED
from inventory_svc.view import View

SORTABLE = tuple(InventoryItem.model_fields)
_TOP = 10


def stock_of(loaded: Loaded[View], stock_code: str) -> InventoryAnswer:
    """Stock of one product; the code may come in lower case or with blanks around it.

    Raises:
        NotFound: the snapshot has no such product.
    """
    view = loaded.view.stock
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(
            f"No product has the code '{stock_code[:64]}'. GET /v1/inventory lists them."
        )
    return InventoryAnswer(**view.frame.row(row, named=True), snapshot=loaded.snapshot.id)


def list_stock(
    loaded: Loaded[View],
    query: PageQuery,
    *,
    search: str | None,
    status: Status | None,
    stock_source: StockSource | None,
) -> Page[InventoryItem]:
    """One page of the products that match all filters given.

    Raises:
        InvalidInput: an unknown sort field or a foreign cursor.
    """
    matching = loaded.view.stock.frame
    if search:
        matching = matching.filter(_holds("stock_code", search) | _holds("product_name", search))
    if status:
        matching = matching.filter(pl.col("inventory_status") == status)
    if stock_source:
        matching = matching.filter(pl.col("stock_source") == stock_source)
    page = page_of(
        matching, query, key="stock_code", sortable=SORTABLE, snapshot=loaded.snapshot.id
    )
    return Page[InventoryItem].model_validate(page.model_dump())


def summarise(loaded: Loaded[View], currency: str) -> InventorySummary:
    """Key figures and stock at risk."""
    frame = loaded.view.stock.frame
    quality = loaded.view.quality
    manifest = loaded.snapshot.manifest
    return InventorySummary(
        as_of=manifest.as_of if manifest else None,
        currency=currency,
        key_figures=_key_figures(frame, quality.facts if quality else {}),
        stock_at_risk=_stock_at_risk(frame),
        snapshot=loaded.snapshot.id,
    )


def _key_figures(frame: pl.DataFrame, facts: Mapping[str, Any]) -> KeyFigures:
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


def _stock_at_risk(frame: pl.DataFrame) -> StockAtRisk:
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
        counts={status: counts.get(status, 0) for status in STATUSES},
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


def _holds(column: str, text: str) -> pl.Expr:
    """Substring match that case does not matter to."""
    return pl.col(column).str.to_lowercase().str.contains(text.lower(), literal=True)


def _top(ranked: pl.DataFrame) -> list[StockRisk]:
    columns = list(StockRisk.model_fields)
    return [StockRisk(**row) for row in ranked.head(_TOP).select(columns).iter_rows(named=True)]


def _source(column: pl.Series) -> str | None:
    """The one label all products carry, `mixed` where they differ, None where none has one."""
    labels = column.drop_nulls().unique().to_list()
    if len(labels) > 1:
        return "mixed"
    return str(labels[0]) if labels else None


def _money(column: pl.DataFrame) -> float | None:
    """Sum to the cent; None where not one product has a price."""
    values = column.to_series().drop_nulls()
    return round(float(values.sum()), 2) if len(values) else None
