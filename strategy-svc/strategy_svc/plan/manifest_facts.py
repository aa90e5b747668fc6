"""What the manifest records about a plan and about what was learned from finished campaigns."""

from dataclasses import asdict
from typing import TypedDict

import polars as pl

from contract.inventory_statuses import UNDERSTOCKED
from contract.objectives import OBJECTIVES
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.learning.audience_scoring import Learned
from strategy_svc.optimizer.candidates import eligible
from strategy_svc.plan.planning import Planned


class PlanFacts(TypedDict):
    """A plan's counts and advice; `gap`: largest possible distance from the optimum, a share."""

    products: int
    candidates: int
    campaigns: int
    left_out_understocked: int
    response_from: dict[str, int]
    customers_known: bool
    by_objective: dict[str, int]
    advice: str
    advice_statement: dict[str, object]
    solver: str
    gap: float


class PropensityFacts(TypedDict):
    """What propensity was learned from, and how many kinds of customers the campaigns reached."""

    learned_from: str
    campaigns: int
    offers_taken: int
    overlap: dict[str, object] | None


def propensity_facts(learned: Learned) -> PropensityFacts:
    """What the manifest records about propensity."""
    return {
        "learned_from": learned.source,
        "campaigns": learned.campaigns,
        "offers_taken": learned.taken,
        "overlap": None if learned.overlap is None else asdict(learned.overlap),
    }


def plan_facts(
    inputs: pl.DataFrame, planned: Planned, settings: PlanSettings, *, customers_known: bool
) -> PlanFacts:
    """What the manifest records about the plan."""
    names = [row.objective for row in planned.rows]
    return {
        "products": inputs.height,
        "candidates": eligible(inputs, settings).height,
        "campaigns": len(planned.rows),
        "left_out_understocked": int((inputs["status"] == UNDERSTOCKED).sum()),
        "response_from": dict(inputs["evidence"].value_counts().sort("evidence").iter_rows()),
        "customers_known": customers_known,
        "by_objective": {name: names.count(name) for name in OBJECTIVES},
        "advice": planned.advice,
        "advice_statement": planned.advice_statement.model_dump(),
        "solver": planned.found.solution.solver,
        "gap": round(planned.found.solution.gap, 6),
    }
