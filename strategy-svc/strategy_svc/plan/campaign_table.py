"""The campaigns of a plan as `campaign_plan.csv` holds them."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from contract.columns import PLAN_COLUMNS, TEXTS
from strategy_svc.optimizer.planned_campaigns import EXPECTED
from strategy_svc.wording.explanations import ExplainedCampaign

# What a campaign calls otherwise.
_NAMES = {
    "predicted_7d_demand": "demand",
    "current_stock": "stock",
    "target_cluster": "target",
    "money_at_stake": "gain",
    **EXPECTED,
}
_WHOLE = {"current_stock", "discount", "priority"}


def plan_fields(campaign: ExplainedCampaign) -> dict[str, Any]:
    """What the plan says of a campaign, under the names of `PLAN_COLUMNS`."""
    return {name: getattr(campaign, _NAMES.get(name, name)) for name in PLAN_COLUMNS}


def plan_table(rows: Sequence[ExplainedCampaign]) -> pl.DataFrame:
    """The rows as `campaign_plan.csv` holds them."""
    fields = [plan_fields(row) for row in rows]
    return pl.DataFrame(
        {name: [of[name] for of in fields] for name in PLAN_COLUMNS},
        schema={name: _kind(name) for name in PLAN_COLUMNS},
        strict=False,
    ).rename(PLAN_COLUMNS)


def _kind(name: str) -> type[pl.DataType]:
    if name in TEXTS:
        return pl.String
    return pl.Int64 if name in _WHOLE else pl.Float64
