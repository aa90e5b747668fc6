"""A plan's campaigns as rows of `campaign_plan.csv` and as API responses."""

from collections.abc import Sequence

import polars as pl

from contract.columns import PLAN_COLUMNS, TEXTS
from strategy_svc.optimizer.planned_campaigns import EXPECTED
from strategy_svc.plan.schemas import PlanRow, explanation_of
from strategy_svc.wording.explanations import ExplainedCampaign

# Fields that have another name in a campaign.
_NAMES = {
    "predicted_7d_demand": "demand",
    "current_stock": "stock",
    "target_cluster": "target",
    "money_at_stake": "gain",
    **EXPECTED,
}
_WHOLE = {"current_stock", "discount", "priority"}


def plan_row_of(campaign: ExplainedCampaign, product_name: str) -> PlanRow:
    """The campaign as a plan row without an audience."""
    fields = {name: _field(campaign, name) for name in PLAN_COLUMNS}
    named = {"product_name": product_name, "explanation": explanation_of(campaign, None)}
    return PlanRow.model_validate(fields | named)


def plan_table(rows: Sequence[ExplainedCampaign]) -> pl.DataFrame:
    """The rows as they are stored in `campaign_plan.csv`."""
    return pl.DataFrame(
        {name: [_field(row, name) for row in rows] for name in PLAN_COLUMNS},
        schema={name: _kind(name) for name in PLAN_COLUMNS},
        strict=False,
    ).rename(PLAN_COLUMNS)


def _field(campaign: ExplainedCampaign, name: str) -> object:
    """A plan field, by its name in `PLAN_COLUMNS`."""
    return getattr(campaign, _NAMES.get(name, name))


def _kind(name: str) -> type[pl.DataType]:
    if name in TEXTS:
        return pl.String
    return pl.Int64 if name in _WHOLE else pl.Float64
