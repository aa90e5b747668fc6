"""The use cases of the product catalogue."""

from dataclasses import replace

import polars as pl

from contract.snapshot_files import LEDGER_FILE
from fleet.errors import NotFound
from fleet.frame_pages import contains_text, page_of
from fleet.paging import Page, PageQuery
from fleet.snapshots import Loaded
from fleet.statements import statement
from inventory_svc.ledger.sales_history import sales_by_day, sales_by_week
from inventory_svc.products.schemas import Product, ProductAnswer, SalesHistory, SoldDay, SoldWeek
from inventory_svc.view import View

SORTABLE = tuple(Product.model_fields)
RANK = "match_rank"


def product_of(loaded: Loaded[View], stock_code: str) -> ProductAnswer:
    """One product; the code's case and surrounding whitespace don't matter.

    Raises:
        NotFound: the snapshot has no such product.
    """
    view = loaded.view.products
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(
            statement("product_unknown", product=stock_code[:64]),
            note="GET /v1/products lists them.",
        )
    return ProductAnswer(**view.frame.row(row, named=True), snapshot=loaded.snapshot.id)


def history_of(loaded: Loaded[View], stock_code: str, currency: str) -> SalesHistory:
    """Sales of one product; reads the ledger, so call it in a thread.

    Raises:
        NotFound: the snapshot has no such product, or no ledger.
        SnapshotUnavailable: its ledger was changed or removed.
    """
    code = product_of(loaded, stock_code).stock_code
    as_of = loaded.view.as_of
    if as_of is None or not loaded.snapshot.has(LEDGER_FILE):
        raise NotFound(statement("no_ledger"), note="Run `smartretail refresh`.")
    ledger = loaded.snapshot.verified_path(LEDGER_FILE)
    first = loaded.view.first_day
    return SalesHistory(
        stock_code=code,
        as_of=as_of,
        currency=currency,
        snapshot=loaded.snapshot.id,
        weeks=[SoldWeek(**row) for row in sales_by_week(ledger, code, as_of, since=first)],
        days=[SoldDay(**row) for row in sales_by_day(ledger, code, as_of)],
    )


def list_products(
    loaded: Loaded[View], query: PageQuery, *, search: str | None, department: str | None
) -> Page[Product]:
    """One page of the products that match all filters.

    A search without a sort field returns the best matches first.

    Raises:
        InvalidInput: an unknown sort field or a foreign cursor.
    """
    matching = loaded.view.products.frame
    if search:
        found = matching.filter(contains_text(search, "stock_code", "product_name"))
        matching = found.with_columns(_rank(search).alias(RANK))
        query = replace(query, sort=query.sort or RANK)
    if department:
        matching = matching.filter(pl.col("department").str.to_lowercase() == department.lower())
    return page_of(
        matching,
        query,
        into=Page[Product],
        key="stock_code",
        sortable=(*SORTABLE, RANK) if search else SORTABLE,
        snapshot=loaded.snapshot.id,
    )


def _rank(search: str) -> pl.Expr:
    """How well a product matches: 0 the whole code or name, 1 its start, 2 a word's start, 3."""
    text = search.lower()
    code, name = (pl.col(column).str.to_lowercase() for column in ("stock_code", "product_name"))
    return (
        pl.when((code == text) | (name == text))
        .then(0)
        .when(code.str.starts_with(text) | name.str.starts_with(text))
        .then(1)
        .when(name.str.contains(f" {text}", literal=True))
        .then(2)
        .otherwise(3)
    )
