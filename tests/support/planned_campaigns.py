"""A campaign of a plan, for tests that need one without planning."""

from dataclasses import replace
from typing import Any

from strategy_svc.optimizer.planned_campaigns import PlannedCampaign

_CAMPAIGN = PlannedCampaign(
    stock_code="P0",
    category=None,
    demand=20.0,
    stock=200,
    status="OVERSTOCKED",
    unit_price=10.0,
    unit_cost=7.0,
    cost_source="assumed",
    stock_source="uploaded",
    trend="steady",
    recent_units=0,
    prior_units=0,
    elasticity=2.0,
    elasticity_sd=0.2,
    mailer_effect=0.0,
    mailer_sd=0.0,
    deepest_discount=0.3,
    overstock_ratio=10.0,
    excess=160,
    evidence_from="own history",
    objective="Clear Stock",
    target="VIP Customers",
    target_share=0.5,
    discount=10,
    gain=5.0,
    risk_adjusted_gain=4.0,
    p_gain=0.9,
    discount_cost=20.0,
    expected_units=30.0,
    priority=1,
    units=10.0,
    units_p10=5.0,
    units_p90=15.0,
    revenue=50.0,
    revenue_p10=25.0,
    revenue_p90=75.0,
    margin=4.0,
    margin_p10=2.0,
    margin_p90=6.0,
    stock_cleared=3.0,
    stock_cleared_p10=1.0,
    stock_cleared_p90=5.0,
)


def planned_campaign(**fields: Any) -> PlannedCampaign:
    """A valid campaign for P0, with `fields` replaced."""
    return replace(_CAMPAIGN, **fields)
