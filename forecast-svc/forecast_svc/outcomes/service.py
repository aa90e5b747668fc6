"""The use cases of forecast outcomes."""

from typing import Final

import polars as pl

from fleet.sentences import render
from fleet.snapshots import Loaded
from fleet.statements import Statement, statement
from forecast_svc.backtest.accuracy import Measures, accuracy
from forecast_svc.demand.repository import DemandView
from forecast_svc.demand.service import product_of
from forecast_svc.outcomes.repository import OutcomesView
from forecast_svc.outcomes.schemas import ProductOutcomes, WeekOutcome

_NUMBERS: Final = ("mean", "p10", "p50", "p90")


def outcomes_of(
    loaded: Loaded[DemandView], outcomes: OutcomesView, stock_code: str
) -> ProductOutcomes:
    """Forecasts of one product, and its actual sales.

    Raises:
        NotFound: the snapshot has no such product.
    """
    product = product_of(loaded.view, stock_code)
    weeks = outcomes.log.filter(pl.col("stock_code") == product.stock_code).reverse()
    completed = weeks.filter(pl.col("units").is_not_null())
    measures: Measures = accuracy(completed) if completed.height else {}
    note = _note(outcomes, weeks, completed)
    return ProductOutcomes(
        stock_code=product.stock_code,
        product_name=product.product_name,
        weeks=[WeekOutcome.model_validate(row) for row in _rounded(weeks).iter_rows(named=True)],
        wape_median=measures.get("wape_median"),
        bias_mean=measures.get("bias_mean"),
        coverage_80=measures.get("coverage_80"),
        note=note and render(note),
        note_statement=note,
        snapshot=loaded.snapshot.id,
    )


def _rounded(weeks: pl.DataFrame) -> pl.DataFrame:
    """The weeks with numbers of four decimals, and whether actual units are within the range."""
    return weeks.with_columns(
        pl.col(_NUMBERS).cast(pl.Float64).round(4),
        inside=pl.col("units").is_between("p10", "p90"),
    )


def _note(outcomes: OutcomesView, weeks: pl.DataFrame, completed: pl.DataFrame) -> Statement | None:
    if completed.height:
        return None
    if outcomes.nothing_scored:
        return outcomes.nothing_scored
    return statement("no_product_week") if weeks.height else statement("product_not_logged")
