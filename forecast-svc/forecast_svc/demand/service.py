"""The use cases of the week ahead."""

from datetime import date, timedelta
from typing import Any

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
        **_product(row_of(loaded.view, stock_code)),
        first_day=first,
        last_day=last,
        snapshot=loaded.snapshot.id,
    )


def row_of(view: DemandView, stock_code: str) -> dict[str, Any]:
    """The row of one product; the code's case and surrounding whitespace don't matter.

    Raises:
        NotFound: the snapshot has no such product.
    """
    row = view.rows.get(stock_code, view.rows.get(stock_code.strip().upper()))
    if row is None:
        raise NotFound(
            statement("product_unknown", product=stock_code[:64]),
            note="GET /v1/demand lists them.",
        )
    return view.frame.row(row, named=True)


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
        top_products=[ProductDemand(**_product(row)) for row in top.iter_rows(named=True)],
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
    return DemandAccuracy(
        kind=backtest["kind"],
        origins=backtest["origins"],
        classes=backtest["classes"],
        compared=backtest.get("compared", []),
        intervals=backtest.get("intervals", []),
        snapshot=loaded.snapshot.id,
    )


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

    def named(direction: str) -> list[MovingProduct]:
        return [
            MovingProduct(**_product(row_of(loaded.view, entry["stock_code"])) | entry)
            for entry in found[direction]
        ]

    return DemandMoves(
        weeks=found["weeks"],
        units=found["units"],
        departments=found["departments"],
        rising=named("rising"),
        falling=named("falling"),
        snapshot=loaded.snapshot.id,
    )


def _product(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the view with the seven days as a list."""
    days = [row[name] for name in _DAYS]
    rest = {name: value for name, value in row.items() if name not in _DAYS}
    return rest | {"days": None if None in days else days}


def _counts(column: pl.Series) -> dict[str, int]:
    counted = column.drop_nulls().value_counts().sort(column.name)
    return {str(name): int(count) for name, count in counted.iter_rows()}


def _week(as_of: date | None) -> tuple[date, date] | tuple[None, None]:
    return (as_of, as_of + timedelta(days=6)) if as_of else (None, None)
