"""The outcomes job: scores forecasts from earlier snapshots against actual sales."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from contract.columns import DEMAND_COLUMNS
from contract.snapshot_files import DEMAND_FILE, FORECAST_LOG_FILE, LEDGER_FILE, OUTCOMES_FILE
from fleet.jobs import JobResult, Progress, cannot_read, no_progress, write_json
from fleet.snapshots import Snapshot
from forecast_svc.backtest.rolling import sold_in_a_year
from forecast_svc.model.ledger_tables import read_ledger
from forecast_svc.outcomes.continuity import ORDER_COLUMNS, is_same_ledger
from forecast_svc.outcomes.forecast_log import (
    LOG_SCHEMA,
    NUMBERS,
    continued,
    new_entries,
    outcomes,
    scored,
)

_STEPS: Final = 3


def refresh_outcomes(
    staging: Path,
    *,
    as_of: date,
    earlier: Iterable[Snapshot] = (),
    progress: Progress = no_progress,
) -> JobResult:
    """Write the forecast log including this refresh's forecast, and the accuracy of earlier ones.

    Args:
        staging: Contains `ledger.parquet` and `predicted_7d_demand.csv`; results are written there.
        as_of: First day to exclude.
        earlier: Earlier snapshots, most likely first. The log of the first one with the same ledger
            is continued.
        progress: Called after reading, scoring and writing.

    Returns:
        Rows written.

    Raises:
        InvalidInput: a file of the earlier jobs is missing or unreadable.
    """
    lines = read_ledger(staging / LEDGER_FILE)
    entries = new_entries(_forecast(staging), sold_in_a_year(lines, as_of), as_of)
    before = _earlier_log(lines, earlier)
    progress(1, _STEPS)
    log = scored(continued(before, entries, as_of), lines, as_of)
    progress(2, _STEPS)
    _write_parquet(log, staging / FORECAST_LOG_FILE)
    write_json(outcomes(log), staging / OUTCOMES_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(rows={FORECAST_LOG_FILE: log.height})


def _forecast(staging: Path) -> pl.DataFrame:
    """The forecast as published in the contract's file, since that is what is scored."""
    try:
        table = pl.read_csv(staging / DEMAND_FILE, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise cannot_read(DEMAND_FILE, error) from None
    named = table.rename({column: name for name, column in DEMAND_COLUMNS.items()}, strict=False)
    return named.rename({"predicted_7d_demand": "mean"}).select(
        "stock_code", pl.col(NUMBERS).cast(pl.Float64), "trust"
    )


def _earlier_log(lines: pl.DataFrame, earlier: Iterable[Snapshot]) -> pl.DataFrame:
    """The log of the first snapshot with the same ledger; an empty one if there is none."""
    for snapshot in earlier:
        ledger = snapshot.verified_path(LEDGER_FILE)
        if is_same_ledger(pl.read_parquet(ledger, columns=list(ORDER_COLUMNS)), lines):
            return pl.read_parquet(
                snapshot.verified_path(FORECAST_LOG_FILE), columns=LOG_SCHEMA.names()
            )
    return LOG_SCHEMA.to_frame()


def _write_parquet(log: pl.DataFrame, path: Path) -> None:
    """Write `log`; turns polars' ComputeError, e.g. for a full disk, into an OSError."""
    try:
        log.write_parquet(path)
    except pl.exceptions.ComputeError as error:
        raise OSError(f"{path.name} cannot be written: {error}") from error
