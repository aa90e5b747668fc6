"""Makes a plan under given settings: the optimum or the rule table, checked and explained."""

from dataclasses import dataclass

import polars as pl

from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.optimum import Optimum, optimum
from strategy_svc.optimizer.plan_check import require_sound_plan
from strategy_svc.optimizer.planned_campaigns import planned_campaigns
from strategy_svc.optimizer.rules import rule_plan, rule_settings
from strategy_svc.wording.advice import advice_sentence, advice_statement
from strategy_svc.wording.explanations import ExplainedCampaign, Wording, explained
from strategy_svc.wording.statements import PlanStatement


@dataclass(frozen=True)
class Planned:
    """A plan under given settings.

    Attributes:
        rows: Campaigns, best first.
        found: What they were chosen from.
        advice: The plan in one sentence, even if it is short or empty.
        advice_statement: The same as a code with its numbers.
    """

    rows: list[ExplainedCampaign]
    found: Optimum
    advice: str
    advice_statement: PlanStatement


def make_plan(inputs: pl.DataFrame, settings: PlanSettings, wording: Wording) -> Planned:
    """The plan under `settings`, checked.

    Raises:
        InvalidInput: the settings contradict each other or the products.
        UnsoundPlanError: the plan breaks its own rules, which is a bug.
    """
    if settings.strategy == "rules":
        found, objectives = rule_plan(inputs, settings)
        bound = rule_settings(settings)
    else:
        found, objectives, bound = optimum(inputs, settings), None, settings
    campaigns = planned_campaigns(found, bound, objectives)
    require_sound_plan(campaigns, inputs, settings)
    rows = [
        explained(campaign, found, place, bound, wording)
        for place, campaign in enumerate(campaigns)
    ]
    statement = advice_statement(inputs, found, rows, settings)
    return Planned(rows, found, advice_sentence(statement, wording), statement)
