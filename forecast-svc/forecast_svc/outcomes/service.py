"""The use cases of forecast outcomes."""

from typing import Any

import polars as pl

from fleet.sentences import render
from fleet.snapshots import Loaded
from fleet.statements import Statement, statement
from forecast_svc.backtest.accuracy import Measures, accuracy
from forecast_svc.demand.repository import DemandView
from forecast_svc.demand.service import row_of
from forecast_svc.outcomes.repository import OutcomesView
from forecast_svc.outcomes.schemas import ProductOutcomes, WeekOutcome


def outcomes_of(
    loaded: Loaded[DemandView], outcomes: OutcomesView, stock_code: str
) -> ProductOutcomes:
    """Forecasts of one product, and its actual sales.

    Raises:
        NotFound: the snapshot has no such product.
    """
    product = row_of(loaded.view, stock_code)
    weeks = outcomes.log.filter(pl.col("stock_code") == product["stock_code"]).reverse()
    completed = weeks.filter(pl.col("units").is_not_null())
    measures: Measures = accuracy(completed) if completed.height else {}
    note = _note(outcomes, weeks, completed)
    return ProductOutcomes(
        stock_code=product["stock_code"],
        product_name=product["product_name"],
        weeks=[_week(row) for row in weeks.iter_rows(named=True)],
        wape_median=measures.get("wape_median"),
        bias_mean=measures.get("bias_mean"),
        coverage_80=measures.get("coverage_80"),
        note=note and render(note),
        note_statement=note,
        snapshot=loaded.snapshot.id,
    )


def _week(row: dict[str, Any]) -> WeekOutcome:
    units = row["units"]
    inside = None if units is None else row["p10"] <= units <= row["p90"]
    numbers = {name: round(row[name], 4) for name in ("mean", "p10", "p50", "p90")}
    return WeekOutcome(
        origin=row["origin"], trust=row["trust"], units=units, inside=inside, **numbers
    )


def _note(outcomes: OutcomesView, weeks: pl.DataFrame, completed: pl.DataFrame) -> Statement | None:
    if completed.height:
        return None
    if outcomes.nothing_scored:
        return outcomes.nothing_scored
    return statement("no_product_week") if weeks.height else statement("product_not_logged")
