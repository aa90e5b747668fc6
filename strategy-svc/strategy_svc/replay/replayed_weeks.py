"""Replays one past week: plan with what was known then, score with what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from fleet.errors import InvalidInput
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.optimum import optimum
from strategy_svc.optimizer.rules import rule_plan, rule_settings
from strategy_svc.replay.advice_value import valued_advice
from strategy_svc.replay.history_as_of import WEEK, HistoryAsOf
from strategy_svc.replay.next_week import predict_week
from strategy_svc.response.price_response import ResponseModel, fit_response
from strategy_svc.response.weekly_panel import weekly_panel

LEAST_JUDGING_WEEKS = 8


@dataclass(frozen=True)
class ReplayedWeek:
    """A week's predictions under its actual discounts, and the scored advice."""

    origin: date
    predicted: pl.DataFrame
    advice: pl.DataFrame
    rules: pl.DataFrame


def mondays(begin: date, end: date, as_of: date) -> list[date]:
    """Origins: every Monday from `begin` to `end` whose week the ledger covers.

    Raises:
        InvalidInput: there is none.
    """
    monday = begin + (WEEK / 7) * (-begin.weekday() % 7)
    found: list[date] = []
    while monday <= end and monday + WEEK <= as_of:
        found.append(monday)
        monday += WEEK
    if not found:
        raise InvalidInput(
            f"No week from {begin} to {end} can be replayed: weeks begin on Monday, and the ledger "
            f"must cover all seven days; it ends before {as_of}."
        )
    return found


def fit_evaluation_model(
    sales: pl.LazyFrame,
    categories: pl.DataFrame,
    promotions: pl.DataFrame | None,
    *,
    begin: date,
    as_of: date,
) -> ResponseModel:
    """The response fitted only on the weeks from `begin`, which no advice was based on.

    Raises:
        InvalidInput: there are too few of them.
    """
    weeks = (as_of - begin) // WEEK
    if weeks < LEAST_JUDGING_WEEKS:
        raise InvalidInput(
            f"Evaluating the advice needs at least {LEAST_JUDGING_WEEKS} weeks of sales from "
            f"--from on; the ledger has {weeks}. Choose an earlier --from."
        )
    panel = weekly_panel(sales, categories, promotions, as_of=as_of, weeks=weeks, begin=begin)
    return fit_response(panel)


def replay_week(
    known: HistoryAsOf,
    inputs: pl.DataFrame,
    evaluation_model: ResponseModel,
    settings: PlanSettings,
) -> ReplayedWeek:
    """Plan and score one week.

    Args:
        known: What was known at the time, and what was sold.
        inputs: `plan_inputs.parquet` as a refresh of that Monday would have made it.
        evaluation_model: See `fit_evaluation_model`.
        settings: What constrains the plan.
    """
    rules, _ = rule_plan(inputs, settings)
    return ReplayedWeek(
        known.origin,
        predict_week(known),
        valued_advice(optimum(inputs, settings), known, evaluation_model, settings),
        valued_advice(rules, known, evaluation_model, rule_settings(settings)),
    )


def all_rows(weeks: Sequence[ReplayedWeek], part: str) -> pl.DataFrame:
    """One of the tables, concatenated over all weeks."""
    return pl.concat(getattr(week, part) for week in weeks)
