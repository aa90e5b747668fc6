"""Reading the forecast log and the outcomes of a snapshot; a flat folder has neither."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from contract.snapshot_files import FORECAST_LOG_FILE, OUTCOMES_FILE
from fleet.prepared import PreparedBody
from fleet.sentences import render
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_model, read_parquet
from fleet.statements import Statement, statement
from forecast_svc.outcomes.notes import nothing_scored
from forecast_svc.outcomes.schemas import DemandOutcomes, ScoredWeeks

_NUMBERS: Final = ("mean", "p10", "p50", "p90", "units")
_COLUMNS: Final = ("origin", "stock_code", "trust", *_NUMBERS)
_NOTHING: Final = ScoredWeeks(origins=[], pooled={}, waiting=[])


@dataclass(frozen=True)
class OutcomesView:
    """Outcomes of earlier forecasts.

    Attributes:
        summary: `GET /v1/demand/outcomes`, serialised.
        log: `stock_code` (sorted), `origin`, `mean`, `p10`, `p50`, `p90`, `trust`, `units` (null
            until the week is over).
        nothing_scored: Why nothing was scored yet; None if something was.
    """

    summary: PreparedBody
    log: pl.DataFrame
    nothing_scored: Statement | None


def load_outcomes(snapshot: Snapshot) -> OutcomesView:
    """Read one snapshot's outcomes.

    Raises:
        SnapshotUnavailable: a file exists but can't be read.
    """
    found = read_model(snapshot, OUTCOMES_FILE, ScoredWeeks) or _NOTHING
    why = _why_nothing_scored(snapshot, found)
    summary = DemandOutcomes(
        **vars(found), note=why and render(why), note_statement=why, snapshot=snapshot.id
    )
    return OutcomesView(
        summary=PreparedBody.of_json(summary.model_dump(mode="json")),
        log=_read_log(snapshot),
        nothing_scored=why,
    )


def _why_nothing_scored(snapshot: Snapshot, found: ScoredWeeks) -> Statement | None:
    if not snapshot.has(OUTCOMES_FILE):
        return statement("no_forecast_log")
    return nothing_scored(len(found.origins), len(found.waiting))


def _read_log(snapshot: Snapshot) -> pl.DataFrame:
    """Numbers as Float32, since a log of 26 weeks stays in memory."""
    numbers = [pl.col(name).cast(pl.Float32) for name in _NUMBERS]
    if not snapshot.has(FORECAST_LOG_FILE):
        return pl.DataFrame(
            schema={"origin": pl.Date, "stock_code": pl.String, "trust": pl.String}
            | dict.fromkeys(_NUMBERS, pl.Float32)
        )
    log = read_parquet(snapshot, FORECAST_LOG_FILE, list(_COLUMNS))
    return log.with_columns(pl.col("trust").cast(pl.Categorical), *numbers).sort(
        "stock_code", "origin"
    )
