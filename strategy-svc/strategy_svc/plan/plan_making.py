"""A plan under some settings: the optimum or the rule table, checked, and said in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from strategy_svc.plan.explanations import Wording
from strategy_svc.plan.optimum import Optimum, optimum
from strategy_svc.plan.plan_check import require_sound_plan
from strategy_svc.plan.plan_rows import plan_rows
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.rules import rule_plan, rule_settings
from strategy_svc.plan.statements import Statement, statement
from strategy_svc.response.product_responses import NONE


@dataclass(frozen=True)
class Planned:
    """A plan under some settings.

    Attributes:
        rows: Campaigns, best first, from `plan_rows`.
        found: What they were chosen from.
        advice: The plan in one sentence, also where it is short or empty.
        advice_statement: The same as a code with its numbers.
    """

    rows: list[dict[str, Any]]
    found: Optimum
    advice: str
    advice_statement: Statement


def make_plan(inputs: pl.DataFrame, settings: PlanSettings, wording: Wording) -> Planned:
    """The plan under `settings`, checked.

    Raises:
        InvalidInput: the settings contradict each other or the products.
        UnsoundPlanError: the plan breaks its own rules, which is a defect.
    """
    if settings.strategy == "rules":
        found, objectives = rule_plan(inputs, settings)
        rows = plan_rows(found, rule_settings(settings), wording, objectives)
    else:
        found = optimum(inputs, settings)
        rows = plan_rows(found, settings, wording)
    require_sound_plan(rows, inputs, settings)
    said = _advice_statement(inputs, found, rows, settings)
    return Planned(rows, found, _advice(said, wording), said)


def _advice_statement(
    inputs: pl.DataFrame, found: Optimum, rows: Sequence[dict[str, Any]], settings: PlanSettings
) -> Statement:
    """What the plan says as a whole; silence is advice too."""
    if inputs.height and not (inputs["evidence"] != NONE).sum():
        return statement("advice_untold")
    if not rows:
        return statement(
            "advice_none",
            products=found.table.height,
            min_gain=settings.min_gain,
            min_p_gain=settings.min_p_gain,
        )
    return statement(
        "advice_campaigns",
        campaigns=len(rows),
        products=found.table.height,
        with_discount=sum(row["discount"] > 0 for row in rows),
        gain=float(sum(row["gain"] for row in rows)),
        all_told=len(rows) < settings.max_campaigns,
    )


def _advice(said: Statement, wording: Wording) -> str:
    values = said["values"]
    if said["code"] == "advice_untold":
        return (
            "No campaign is advised: prices hardly moved in this ledger, so it does not tell how "
            "customers answer to one. That is the advice: leave prices alone, or try one and see."
        )
    looked_at = f"{values['products']:,} products that could be promoted"
    if said["code"] == "advice_none":
        bar = f"{wording.currency} {values['min_gain']:,.2f}"
        return (
            f"No campaign is advised: of {looked_at}, none is expected to gain at least {bar} with "
            f"a chance of {values['min_p_gain']:.0%}. That is the advice."
        )
    gain = f"{wording.currency} {values['gain']:,.2f}"
    campaigns, verb = ("campaign", "is") if values["campaigns"] == 1 else ("campaigns", "are")
    short = "; nothing else clears the bar" if values["all_told"] else ""
    return (
        f"{values['campaigns']:,} {campaigns} of {looked_at}, {values['with_discount']:,} of them "
        f"with a discount, {verb} expected to bring {gain} against doing nothing{short}."
    )
