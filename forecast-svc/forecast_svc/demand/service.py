"""The questions one can ask about the week ahead."""

from datetime import date, timedelta

import polars as pl

from fleet.errors import NotFound
from fleet.paging import Page, PageQuery, page_of
from fleet.snapshots import Loaded
from forecast_svc.demand.repository import DemandView
from forecast_svc.demand.schemas import DemandAnswer, DemandSummary, ProductDemand

SORTABLE = ("stock_code", "product_name", "predicted_7d_demand", "method")
_TOP = 10


def demand_of(loaded: Loaded[DemandView], stock_code: str) -> DemandAnswer:
    """The forecast of one product; the code may come in lower case or with blanks around it.

    Raises:
        NotFound: the snapshot has no such product.
    """
    view = loaded.view
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(f"No product has the code '{stock_code[:64]}'. GET /v1/demand lists them.")
    first, last = _week(view.as_of)
    return DemandAnswer(
        **view.frame.row(row, named=True),
        first_day=first,
        last_day=last,
        snapshot=loaded.snapshot.id,
    )


def list_demand(
    loaded: Loaded[DemandView],
    query: PageQuery,
    *,
    search: str | None,
    method: str | None,
    min_demand: float | None,
) -> Page[ProductDemand]:
    """One page of the products that match all filters given.

    Raises:
        InvalidInput: an unknown sort field or a foreign cursor.
    """
    matching = loaded.view.frame
    if search:
        matching = matching.filter(_holds("stock_code", search) | _holds("product_name", search))
    if method:
        matching = matching.filter(pl.col("method") == method)
    if min_demand is not None:
        matching = matching.filter(pl.col("predicted_7d_demand") >= min_demand)
    page = page_of(
        matching, query, key="stock_code", sortable=SORTABLE, snapshot=loaded.snapshot.id
    )
    return Page[ProductDemand].model_validate(page.model_dump())


def summarise(loaded: Loaded[DemandView]) -> DemandSummary:
    """Totals, the strongest products and how many rest on which rule."""
    frame = loaded.view.frame
    demand = frame["predicted_7d_demand"]
    top = frame.top_k(_TOP, by=["predicted_7d_demand", "stock_code"], reverse=[False, True])
    methods = frame.drop_nulls("method").group_by("method").len().sort("method")
    first, last = _week(loaded.view.as_of)
    return DemandSummary(
        first_day=first,
        last_day=last,
        total_units=round(float(demand.sum()), 4),
        products=frame.height,
        products_without_demand=int((demand == 0).sum()),
        products_not_forecast=demand.null_count(),
        methods={str(name): int(count) for name, count in methods.iter_rows()},
        top_products=[ProductDemand(**row) for row in top.iter_rows(named=True)],
        snapshot=loaded.snapshot.id,
    )


def _holds(column: str, text: str) -> pl.Expr:
    """Case-folded substring match."""
    return pl.col(column).str.to_lowercase().str.contains(text.lower(), literal=True)


def _week(as_of: date | None) -> tuple[date, date] | tuple[None, None]:
    return (as_of, as_of + timedelta(days=6)) if as_of else (None, None)
