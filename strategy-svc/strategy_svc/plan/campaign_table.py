"""The plan as `campaign_plan.csv` holds it."""

from collections.abc import Sequence

import polars as pl

from strategy_svc.optimizer.planned_campaigns import EXPECTED, TAILS
from strategy_svc.wording.explanations import ExplainedCampaign

_COLUMNS = {
    "StockCode": "stock_code",
    "Predicted_7d_Demand": "demand",
    "Current_Stock": "stock",
    "OverstockRatio": "overstock_ratio",
    "Objective": "objective",
    "TargetCluster": "target",
    "Discount": "discount",
    "Unit_Price": "unit_price",
    "Unit_Cost": "unit_cost",
    "Cost_Source": "cost_source",
    "Stock_Source": "stock_source",
    "Money_At_Stake": "gain",
    "Priority": "priority",
    **{
        f"{column}{suffix}": f"{name}{suffix.lower()}"
        for name, column in EXPECTED.items()
        for suffix in ("", *(f"_{tail.upper()}" for tail in TAILS))
    },
    "P_Gain": "p_gain",
    "Reason": "reason",
    "Evidence": "evidence",
}
_TEXTS = {
    "stock_code",
    "objective",
    "target",
    "cost_source",
    "stock_source",
    "reason",
    "evidence",
}
_WHOLE = {"stock", "discount", "priority"}


def plan_table(rows: Sequence[ExplainedCampaign]) -> pl.DataFrame:
    """The rows as `campaign_plan.csv` holds them."""
    return pl.DataFrame(
        {name: [getattr(row, ours) for row in rows] for name, ours in _COLUMNS.items()},
        schema={name: _kind(ours) for name, ours in _COLUMNS.items()},
        strict=False,
    )


def _kind(column: str) -> type[pl.DataType]:
    if column in _TEXTS:
        return pl.String
    return pl.Int64 if column in _WHOLE else pl.Float64
