"""A backtest: forecasts every origin again from the ledger as it was known that day."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from contract.columns import DEMAND_COLUMNS
from contract.snapshot_files import LEDGER_FILE
from fleet.errors import InvalidInput
from fleet.jobs import Progress
from forecast_svc.backtest.comparison import BacktestReport, backtest_report
from forecast_svc.backtest.rolling import forecast_at, with_units
from forecast_svc.model.ledger_tables import read_ledger
from inventory_svc.ledger.refresh import LedgerResult, refresh_ledger

WEEK = timedelta(days=7)
PREDICTIONS_COLUMNS = {
    "origin": "origin",
    "stock_code": DEMAND_COLUMNS["stock_code"],
    "mean": DEMAND_COLUMNS["predicted_7d_demand"],
    **{name: DEMAND_COLUMNS[name] for name in ("p10", "p50", "p90")},
}
"""Columns of the predictions file: our name → the file's."""


@dataclass(frozen=True)
class Backtest:
    """The result of a backtest.

    Attributes:
        scored: One row per origin and product; see `rolling.forecast_at` and `with_units`.
        report: The report as JSON values.
    """

    scored: pl.DataFrame
    report: BacktestReport


def backtest(
    ledger: Path,
    mapping: Path | None,
    weeks: int,
    origins: list[date] | None,
    progress: Progress,
    accept: Callable[[pl.DataFrame], None] = lambda _lines: None,
) -> Backtest:
    """Forecast every origin from the lines before it, and compare with actual sales.

    Args:
        ledger: The ledger, as for a refresh.
        mapping: Names the ledger's columns.
        weeks: Number of weekly origins, the last one a week before the ledger's end.
        origins: Origins to use instead, if given.
        progress: Called with the number of origins done.
        accept: Called with the cleaned lines before the forecasts begin; an exception it raises
            ends the backtest.

    Raises:
        InvalidInput: the ledger cannot be used, or an origin lies outside of it.
    """
    with tempfile.TemporaryDirectory() as folder:

        def clean(as_of: date | None) -> LedgerResult:
            return refresh_ledger(ledger, Path(folder), as_of=as_of, mapping=mapping)

        whole = clean(None)
        lines = read_ledger(Path(folder) / LEDGER_FILE)
        accept(lines)
        days = origins or [whole.as_of - WEEK * ago for ago in range(weeks, 0, -1)]
        _refuse_outside(days, whole)
        forecasts = _rolled(days, Path(folder), clean, progress)
    scored = with_units(forecasts, lines)
    return Backtest(scored, backtest_report(scored))


def _rolled(
    days: list[date], folder: Path, clean: Callable[[date], object], progress: Progress
) -> pl.DataFrame:
    found: list[pl.DataFrame] = []
    for number, origin in enumerate(days, start=1):
        clean(origin)
        found.append(forecast_at(folder, origin))
        progress(number, len(days))
    return pl.concat(found, how="diagonal")


def _refuse_outside(days: list[date], whole: LedgerResult) -> None:
    for day in days:
        if not whole.first_day < day <= whole.as_of - WEEK:
            raise InvalidInput(
                f"Origin {day} cannot be scored: the ledger covers {whole.first_day} to "
                f"{whole.last_day}, and an origin needs sales before it and seven days after it."
            )


def read_origins(path: Path) -> list[date]:
    """The dates in the column `origin` of a CSV file, sorted, without duplicates.

    Raises:
        InvalidInput: the file or column is missing, or a value is not a date.
    """
    try:
        table = pl.read_csv(path, infer_schema=False)
        return sorted({date.fromisoformat(str(day).strip()) for day in table["origin"]})
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise InvalidInput(
            f"{path} must be a CSV file with a column `origin` of dates such as 2011-09-02 "
            f"({str(error).partition(chr(10))[0]})."
        ) from None


def write_predictions(scored: pl.DataFrame, path: Path) -> None:
    """Write `PREDICTIONS_COLUMNS`, sorted by origin and code."""
    ordered = scored.sort("origin", "stock_code").select(*PREDICTIONS_COLUMNS)
    ordered.rename(PREDICTIONS_COLUMNS).write_csv(path)
