"""The demand job: the week ahead, forecast accuracy and demand changes from the cleaned ledger."""

from datetime import date
from pathlib import Path
from typing import Literal, TypedDict

from contract.columns import DEMAND_COLUMNS
from contract.snapshot_files import (
    BACKTEST_FILE,
    CATALOGUE_FILE,
    DEMAND_CHANGES_FILE,
    DEMAND_FILE,
    LEDGER_FILE,
)
from fleet.jobs import JobResult, Progress, no_progress, write_csv, write_json
from forecast_svc.backtest.accuracy import Measures
from forecast_svc.backtest.classes import by_class
from forecast_svc.demand.demand_changes import demand_changes
from forecast_svc.model.forecasting import MODEL, DemandForecast, forecast_week
from forecast_svc.model.ledger_tables import read_catalogue, read_ledger


class CalibrationReport(TypedDict):
    """`backtest.json` of a refresh: ISO dates, and measures per class of product."""

    kind: Literal["calibration"]
    origins: list[str]
    classes: dict[str, Measures]


class ForecastFacts(TypedDict):
    """What the manifest says of the forecast."""

    demand_method: str


def refresh_demand(staging: Path, *, as_of: date, progress: Progress = no_progress) -> JobResult:
    """Write the expected demand of every product, the forecast accuracy, and demand changes.

    Args:
        staging: Contains `ledger.parquet` and `catalogue.parquet`; results are written there.
        as_of: First of the seven days ahead; only lines before it are used.
        progress: Called after each step.

    Returns:
        Rows written, and `demand_method` for the manifest.

    Raises:
        InvalidInput: a file of the ledger job is missing or unreadable.
    """
    lines = read_ledger(staging / LEDGER_FILE)
    catalogue = read_catalogue(staging / CATALOGUE_FILE)
    forecast = forecast_week(lines, catalogue, as_of, progress)
    week = forecast.week.rename({"mean": "predicted_7d_demand"})
    rows = write_csv(week.select(*DEMAND_COLUMNS).rename(DEMAND_COLUMNS), staging / DEMAND_FILE)
    write_json(calibration_report(forecast), staging / BACKTEST_FILE)
    write_json(
        demand_changes(lines, catalogue, forecast.week, as_of), staging / DEMAND_CHANGES_FILE
    )
    modelled = int((forecast.week["method"] == MODEL).sum())
    return JobResult(
        rows={DEMAND_FILE: rows},
        facts=ForecastFacts(demand_method=_method(modelled, rows)),
    )


def calibration_report(forecast: DemandForecast) -> CalibrationReport:
    """Accuracy over the calibration weeks, in the format of `backtest.json`."""
    past = forecast.past
    return {
        "kind": "calibration",
        "origins": [day.isoformat() for day in past["origin"].unique().sort()],
        "classes": by_class(past) if past.height else {},
    }


def _method(modelled: int, products: int) -> str:
    return (
        f"global gradient boosting for {modelled} of {products} products, "
        "weighted mean of recent weeks for the others"
    )
