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
from strategy_svc.response.product_responses import NONE


@dataclass(frozen=True)
class Planned:
    """A plan under some settings.

    Attributes:
        rows: Campaigns, best first, from `plan_rows`.
        found: What they were chosen from.
        advice: The plan in one sentence, also where it is short or empty.
    """

    rows: list[dict[str, Any]]
    found: Optimum
    advice: str


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
    return Planned(rows, found, _advice(inputs, found, rows, settings, wording))


def _advice(
    inputs: pl.DataFrame,
    found: Optimum,
    rows: Sequence[dict[str, Any]],
    settings: PlanSettings,
    wording: Wording,
) -> str:
    """What the plan says as a whole; silence is advice too."""
    told = (inputs["evidence"] != NONE).sum()
    if inputs.height and not told:
        return (
            "No campaign is advised: prices hardly moved in this ledger, so it does not tell how "
            "customers answer to one. That is the advice: leave prices alone, or try one and see."
        )
    looked_at = f"{found.table.height:,} products that could be promoted"
    if not rows:
        bar = f"{wording.currency} {settings.min_gain:,.2f}"
        return (
            f"No campaign is advised: of {looked_at}, none is expected to gain at least {bar} with "
            f"a chance of {settings.min_p_gain:.0%}. That is the advice."
        )
    gain = f"{wording.currency} {sum(row['gain'] for row in rows):,.2f}"
    cuts = sum(row["discount"] > 0 for row in rows)
    short = "" if len(rows) >= settings.max_campaigns else "; nothing else clears the bar"
    campaigns, verb = ("campaign", "is") if len(rows) == 1 else ("campaigns", "are")
    return (
        f"{len(rows):,} {campaigns} of {looked_at}, {cuts:,} of them with a discount, {verb} "
        f"expected to bring {gain} against doing nothing{short}."
    )
