"""The assumptions a plan states: its settings, and what it assumes about customers."""

from collections.abc import Mapping
from typing import Final

from fleet.jobs import Assumption
from fleet.snapshots import StatedAssumption
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.learning.buying_anyway import PRIOR_WEEKS
from strategy_svc.learning.offer_value import BASELINE_FROM

_PLAN: Final = "plan"
_PLAN_IN_WORDS: Final = "the plan"
"""The sentences of snapshots from earlier versions, which have no code."""
_UNITS: Final[Mapping[str, str]] = {
    "strategy": "choice",
    "ladder": "percent",
    "max_discount": "percent",
    "margin_floor": "share",
    "discount_budget": "money",
    "max_campaigns": "campaigns",
    "max_per_customer": "campaigns",
    "max_per_category": "campaigns",
    "min_gain": "money",
    "min_p_gain": "probability",
    "judged_quantile": "quantile",
    "shrink_for_selection": "choice",
    "offer_scope": "choice",
    "announcement": "share",
    "min_freed": "money",
    "cover_weeks": "weeks",
    "campaign_weeks": "weeks",
    "holding_cost_share": "share",
    "locked": "products",
    "trend_days": "days",
    "trend_change": "share",
    "trend_z": "standard_deviations",
    "affinity_days": "days",
    "prior_buyers": "buyers",
    "history_weeks": "weeks",
}


def plan_assumptions(settings: PlanSettings) -> list[Assumption]:
    """Every setting of the plan, and what is assumed about customers."""
    return [
        *(_setting(settings, name) for name in PlanSettings.model_fields),
        Assumption("sure_buyer_from", BASELINE_FROM, "probability", _PLAN),
        Assumption("buying_anyway_prior", PRIOR_WEEKS, "weeks", _PLAN),
    ]


def is_of_plan(assumption: StatedAssumption) -> bool:
    """Whether an assumption in the manifest belongs to the plan."""
    code = assumption.applies_to_code
    return code == _PLAN if code else assumption.applies_to == _PLAN_IN_WORDS


def _setting(settings: PlanSettings, name: str) -> Assumption:
    value = getattr(settings, name)
    if isinstance(value, tuple):  # the ladder or the locks
        value = ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - of either
    return Assumption(name, "none" if value in {None, ""} else value, _UNITS[name], _PLAN)
