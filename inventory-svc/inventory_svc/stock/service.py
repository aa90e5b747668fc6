"""The use cases of stock."""

import polars as pl

from contract.inventory_statuses import InventoryStatus
from fleet.errors import NotFound
from fleet.frame_pages import contains_text, page_of
from fleet.paging import Page, PageQuery
from fleet.snapshots import Loaded
from fleet.statements import statement
from inventory_svc.stock.schemas import (
    Abc,
    InventoryAnswer,
    InventoryItem,
    StockSource,
    Xyz,
)
from inventory_svc.stock.summary_schemas import InventorySummary
from inventory_svc.view import View

SORTABLE = tuple(InventoryItem.model_fields)


def stock_of(loaded: Loaded[View], stock_code: str) -> InventoryAnswer:
    """Stock of one product; the code's case and surrounding whitespace don't matter.

    Raises:
        NotFound: the snapshot has no such product.
    """
    view = loaded.view.stock
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(
            statement("product_unknown", product=stock_code[:64]),
            note="GET /v1/inventory lists them.",
        )
    return InventoryAnswer(**view.frame.row(row, named=True), snapshot=loaded.snapshot.id)


def list_stock(
    loaded: Loaded[View],
    query: PageQuery,
    *,
    search: str | None,
    status: InventoryStatus | None,
    stock_source: StockSource | None,
    abc: Abc | None,
    xyz: Xyz | None,
    dead: bool | None,
) -> Page[InventoryItem]:
    """One page of the products that match all filters.

    Raises:
        InvalidInput: an unknown sort field or a foreign cursor.
    """
    matching = loaded.view.stock.frame
    if search:
        matching = matching.filter(contains_text(search, "stock_code", "product_name"))
    filters = {
        "inventory_status": status,
        "stock_source": stock_source,
        "abc": abc,
        "xyz": xyz,
        "dead_stock": dead,
    }
    for column, value in filters.items():
        if value is not None:
            matching = matching.filter(pl.col(column) == value)
    return page_of(
        matching,
        query,
        into=Page[InventoryItem],
        key="stock_code",
        sortable=SORTABLE,
        snapshot=loaded.snapshot.id,
    )


def summarise(loaded: Loaded[View], currency: str) -> InventorySummary:
    """Key figures, stock at risk, and what to order."""
    manifest = loaded.snapshot.manifest
    return InventorySummary(
        as_of=manifest.as_of if manifest else None,
        currency=currency,
        key_figures=loaded.view.key_figures,
        stock_at_risk=loaded.view.stock_at_risk,
        replenishment=loaded.view.replenishment,
        snapshot=loaded.snapshot.id,
    )
