"""The use cases of the week ahead."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from contract.snapshot_files import BACKTEST_FILE, DEMAND_CHANGES_FILE
from fleet.errors import NotFound
from fleet.frame_pages import contains_text, page_of
from fleet.paging import Page, PageQuery
from fleet.snapshots import Loaded
from fleet.statements import statement
from forecast_svc.demand.repository import DemandView
from forecast_svc.demand.schemas import (
    DemandAccuracy,
    DemandAnswer,
    DemandMoves,
    DemandSummary,
    MovingProduct,
    ProductDemand,
    ProductWeeks,
)

SORTABLE = (
    "stock_code",
    "product_name",
    "predicted_7d_demand",
    "method",
    "trust",
    "p10",
    "p50",
    "p90",
)
_DAYS = [f"day_{day}" for day in range(1, 8)]
_TOP = 10


def demand_of(loaded: Loaded[DemandView], stock_code: str) -> DemandAnswer:
    """The forecast of one product; the code's case and surrounding whitespace don't matter.

    Raises:
        NotFound: the snapshot has no such product.
    """
    first, last = _week(loaded.view.as_of)
    return DemandAnswer(
        **vars(product_of(loaded.view, stock_code)),
        first_day=first,
        last_day=last,
        snapshot=loaded.snapshot.id,
    )


def product_of(view: DemandView, stock_code: str) -> ProductDemand:
    """The demand of one product; the code's case and surrounding whitespace don't matter.

    Raises:
        NotFound: the snapshot has no such product.
    """
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(
            statement("product_unknown", product=stock_code[:64]),
            note="GET /v1/demand lists them.",
        )
    return _product(view.frame.row(row, named=True))


def list_demand(
    loaded: Loaded[DemandView],
    query: PageQuery,
    *,
    search: str | None,
    method: str | None,
    trust: str | None,
    min_demand: float | None,
) -> Page[ProductDemand]:
    """One page of the products that match all filters.

    Raises:
        InvalidInput: an unknown sort field or a foreign cursor.
    """
    matching = loaded.view.frame
    if search:
        matching = matching.filter(contains_text(search, "stock_code", "product_name"))
    if method:
        matching = matching.filter(pl.col("method") == method)
    if trust:
        matching = matching.filter(pl.col("trust") == trust)
    if min_demand is not None:
        matching = matching.filter(pl.col("predicted_7d_demand") >= min_demand)
    return page_of(
        matching,
        query,
        into=Page[ProductDemand],
        key="stock_code",
        sortable=SORTABLE,
        snapshot=loaded.snapshot.id,
        item=_product,
    )


def summarise(loaded: Loaded[DemandView]) -> DemandSummary:
    """Totals, top products, and the number of products per rule."""
    frame = loaded.view.frame
    demand = frame["predicted_7d_demand"]
    top = frame.top_k(_TOP, by=["predicted_7d_demand", "stock_code"], reverse=[False, True])
    first, last = _week(loaded.view.as_of)
    return DemandSummary(
        first_day=first,
        last_day=last,
        total_units=round(float(demand.sum()), 4),
        products=frame.height,
        products_without_demand=int((demand == 0).sum()),
        products_not_forecast=demand.null_count(),
        methods=_counts(frame["method"]),
        trust=_counts(frame["trust"]),
        top_products=[_product(row) for row in top.iter_rows(named=True)],
        snapshot=loaded.snapshot.id,
    )


def accuracy_of(loaded: Loaded[DemandView]) -> DemandAccuracy:
    """Forecast accuracy on weeks the models hadn't seen.

    Raises:
        NotFound: the snapshot has no accuracy report.
    """
    backtest = loaded.view.backtest
    if backtest is None:
        raise NotFound(
            statement("no_backtest"),
            note=f"Snapshot {loaded.snapshot.id} has no {BACKTEST_FILE}. "
            "Run `smartretail refresh` or `smartretail backtest --publish` to create it.",
        )
    return DemandAccuracy(**vars(backtest), snapshot=loaded.snapshot.id)


def demand_changes_of(loaded: Loaded[DemandView]) -> DemandMoves:
    """Where the week ahead differs most from a usual one.

    Raises:
        NotFound: the snapshot has no demand changes.
    """
    found = loaded.view.demand_changes
    if found is None:
        raise NotFound(
            statement("no_demand_changes"),
            note=f"Snapshot {loaded.snapshot.id} has no {DEMAND_CHANGES_FILE}. "
            "Run `smartretail refresh` to create it.",
        )

    return DemandMoves(
        weeks=found.weeks,
        units=found.units,
        departments=found.departments,
        rising=_moving(loaded.view, found.rising),
        falling=_moving(loaded.view, found.falling),
        snapshot=loaded.snapshot.id,
    )


def _moving(view: DemandView, products: Sequence[ProductWeeks]) -> list[MovingProduct]:
    return [
        MovingProduct(**vars(product_of(view, one.stock_code)), usual=one.usual, weeks=one.weeks)
        for one in products
    ]


def _product(row: Mapping[str, object]) -> ProductDemand:
    """A row of the view with the seven days as a list."""
    days = [row[name] for name in _DAYS]
    return ProductDemand.model_validate({**row, "days": None if None in days else days})


def _counts(column: pl.Series) -> dict[str, int]:
    counted = column.drop_nulls().value_counts().sort(column.name)
    return {str(name): int(count) for name, count in counted.iter_rows()}


def _week(as_of: date | None) -> tuple[date, date] | tuple[None, None]:
    return (as_of, as_of + timedelta(days=6)) if as_of else (None, None)
