"""Replays plans: past weeks are planned with what was known then, and scored with actual sales."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from contract.snapshot_files import CATALOGUE_FILE
from fleet.jobs import Progress
from forecast_svc.demand.refresh import refresh_demand
from inventory_svc.ledger.refresh import LedgerResult, refresh_ledger
from inventory_svc.stock.refresh import refresh_stock
from segmentation_svc.segments.refresh import refresh_segments
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_table import plan_inputs
from strategy_svc.inputs.staging_files import read_promotions, read_segments, scan_sales
from strategy_svc.replay.history_as_of import HistoryAsOf
from strategy_svc.replay.replayed_weeks import (
    ReplayedWeek,
    fit_evaluation_model,
    mondays,
    replay_week,
)
from strategy_svc.response.price_response import ResponseModel


@dataclass(frozen=True)
class Span:
    """The ledger with its mapping, and the weeks to replay."""

    ledger: Path
    mapping: Path | None
    begin: date
    end: date


@dataclass(frozen=True)
class _Whole:
    """The ledger as known today: actual sales, and the basis for scoring the advice."""

    folder: Path
    as_of: date
    evaluation_model: ResponseModel


def replay(span: Span, settings: PlanSettings, progress: Progress) -> list[ReplayedWeek]:
    """Replay week by week.

    For each week, the jobs of a refresh run again over the lines before it, so that no cleaning,
    name, return, forecast, stock or segment depends on later sales.

    Args:
        span: Ledger and weeks.
        settings: The constraints of the plans.
        progress: Called with the number of weeks done.

    Raises:
        InvalidInput: the ledger cannot be used, or no week of the span can be replayed.
    """
    with tempfile.TemporaryDirectory() as folder:
        then, now = Path(folder) / "then", Path(folder) / "now"
        then.mkdir()
        now.mkdir()
        whole = refresh_ledger(span.ledger, now, as_of=None, mapping=span.mapping)
        origins = mondays(span.begin, span.end, whole.as_of)
        progress(0, len(origins))
        known = _Whole(now, whole.as_of, _fit_evaluation_model(now, whole, origins[0]))
        weeks: list[ReplayedWeek] = []
        for number, origin in enumerate(origins, start=1):
            weeks.append(_week(span, then, known, origin, settings))
            progress(number, len(origins))
        return weeks


def _fit_evaluation_model(folder: Path, whole: LedgerResult, begin: date) -> ResponseModel:
    return fit_evaluation_model(
        scan_sales(folder, whole.as_of),
        _categories(folder),
        read_promotions(folder),
        begin=begin,
        as_of=whole.as_of,
    )


def _week(
    span: Span, then: Path, whole: _Whole, origin: date, settings: PlanSettings
) -> ReplayedWeek:
    refresh_ledger(span.ledger, then, as_of=origin, mapping=span.mapping)
    refresh_demand(then, as_of=origin)
    refresh_stock(then, as_of=origin)
    refresh_segments(then, as_of=origin)
    inputs = plan_inputs(then, read_segments(then), origin, settings)
    known = history_as_of(then, whole.folder, origin, whole.as_of)
    return replay_week(known, inputs, whole.evaluation_model, settings)


def history_as_of(then: Path, now: Path, origin: date, as_of: date) -> HistoryAsOf:
    """One week, from the ledger job's files as of its Monday and from those of the whole ledger.

    Args:
        then: Files as of `origin`.
        now: Files as of `as_of`, which is later.
        origin: The Monday.
        as_of: First day to exclude.
    """
    return HistoryAsOf(
        origin,
        scan_sales(then, origin),
        read_promotions(then),
        scan_sales(now, as_of),
        read_promotions(now),
        _categories(then),
    )


def _categories(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / CATALOGUE_FILE, columns=["stock_code", "category"])
