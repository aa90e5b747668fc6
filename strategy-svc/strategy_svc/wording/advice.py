"""The plan as a whole in one sentence, even if it is short or empty."""

from collections.abc import Sequence

import polars as pl

from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.optimum import Optimum
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign
from strategy_svc.response.product_responses import NONE
from strategy_svc.wording.explanations import Wording
from strategy_svc.wording.statements import PlanStatement, plan_statement


def advice_statement(
    inputs: pl.DataFrame, found: Optimum, rows: Sequence[PlannedCampaign], settings: PlanSettings
) -> PlanStatement:
    """The plan as a whole as a statement; an empty plan gets one too."""
    if inputs.height and not (inputs["evidence"] != NONE).sum():
        return plan_statement("advice_untold")
    if not rows:
        return plan_statement(
            "advice_none",
            products=found.table.height,
            min_gain=settings.min_gain,
            min_p_gain=settings.min_p_gain,
        )
    return plan_statement(
        "advice_campaigns",
        campaigns=len(rows),
        products=found.table.height,
        with_discount=sum(row.discount > 0 for row in rows),
        gain=float(sum(row.gain for row in rows)),
        all_told=len(rows) < settings.max_campaigns,
    )


def advice_sentence(statement: PlanStatement, wording: Wording) -> str:
    """The statement in English."""
    values = statement.values
    if statement.code == "advice_untold":
        return (
            "No campaign is advised: prices hardly moved in this ledger, so it does not tell how "
            "customers answer to one. That is the advice: leave prices alone, or try one and see."
        )
    candidates = f"{values['products']:,} products that could be promoted"
    if statement.code == "advice_none":
        least = f"{wording.currency} {values['min_gain']:,.2f}"
        return (
            f"No campaign is advised: of {candidates}, none is expected to gain at least {least} "
            f"with a chance of {values['min_p_gain']:.0%}. That is the advice."
        )
    gain = f"{wording.currency} {values['gain']:,.2f}"
    campaigns, verb = ("campaign", "is") if values["campaigns"] == 1 else ("campaigns", "are")
    short = "; nothing else meets the minimum gain" if values["all_told"] else ""
    return (
        f"{values['campaigns']:,} {campaigns} of {candidates}, {values['with_discount']:,} of them "
        f"with a discount, {verb} expected to bring {gain} against doing nothing{short}."
    )
