"""Objectives are named by what the optimum does and for which segment."""

from typing import Any

import polars as pl
import pytest

from contract.objectives import (
    CLEAR_STOCK,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    OBJECTIVES,
    RETENTION,
    STABILITY_REVENUE,
    WIN_BACK,
)
from contract.segments import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from strategy_svc.inputs.demand_trend import FALLING, STEADY
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.plan.planning import make_plan
from strategy_svc.wording.explanations import ExplainedCampaign, Wording

WORDING = Wording("GBP", customers_known=True)
EXCESS = {"stock": 400, "unit_cost": 9.0, "status": "OVERSTOCKED"}
"""Ten weeks of cover and a thin margin: only clearing the stock pays for a discount."""
SCARCE = {"stock": 60, "unit_cost": 3.0, "status": "HEALTHY"}
"""No excess stock, and a high margin."""


def product(code: str, segment: str, **more: Any) -> dict[str, Any]:
    """A product that only `segment` buys, with a high price elasticity."""
    return {
        "stock_code": code,
        "category": code,
        "demand": 40.0,
        "demand_p10": 32.0,
        "demand_p90": 48.0,
        "unit_price": 10.0,
        "cost_source": "uploaded",
        "stock_source": "uploaded",
        "trend": STEADY,
        "recent_units": 160,
        "prior_units": 160,
        **dict.fromkeys(SEGMENTS, 0.0),
        segment: 1.0,
        "elasticity": 5.0,
        "elasticity_sd": 0.2,
        "mailer_effect": 0.0,
        "mailer_sd": 0.0,
        "price_mailer_cov": 0.0,
        "dispersion": 1.5,
        "deepest_discount": 0.3,
        "evidence": "own history",
        **more,
    }


CASES = {
    ("VIP", VIP, "excess"): (EXCESS, CLEAR_STOCK),
    ("regular", REGULAR, "excess"): (EXCESS, CLEAR_STOCK),
    ("new", NEW, "excess"): (EXCESS, CLEAR_STOCK),
    ("at risk", AT_RISK, "excess"): (EXCESS, WIN_BACK),
    ("lost", LOST, "excess"): (EXCESS, WIN_BACK),
    ("new", NEW, "scarce"): (SCARCE, CUSTOMER_ACQUISITION),
    ("at risk", AT_RISK, "scarce"): (SCARCE, RETENTION),
    ("VIP, falling", VIP, "scarce"): (SCARCE | {"trend": FALLING}, STABILITY_REVENUE),
    ("regular, falling", REGULAR, "scarce"): (SCARCE | {"trend": FALLING}, STABILITY_REVENUE),
    ("VIP, steady", VIP, "scarce"): (SCARCE, MAXIMIZE_PROFIT),
    ("regular, steady", REGULAR, "scarce"): (SCARCE, MAXIMIZE_PROFIT),
}


def planned(rows: list[dict[str, Any]]) -> dict[str, ExplainedCampaign]:
    """The optimum's campaigns by product."""
    inputs = pl.DataFrame(rows, schema=COLUMNS)
    return {row.stock_code: row for row in make_plan(inputs, PlanSettings(), WORDING).rows}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_objective_follows_effect_and_segment(case: tuple[str, str, str]) -> None:
    """Clearing stock and earning margin have their own objective for each segment."""
    name, segment, _ = case
    facts, expected = CASES[case]
    row = planned([product(name, segment, **facts)])[name]
    assert (row.objective, row.target) == (expected, segment)
    assert row.discount > 0


def test_all_six_objectives_can_occur() -> None:
    """The plan of a shop with all of these products has every objective."""
    rows = [
        product(f"{number}", segment, **facts)
        for number, ((_, segment, _), (facts, _)) in enumerate(CASES.items())
    ]
    assert {row.objective for row in planned(rows).values()} == set(OBJECTIVES)


def test_lost_customers_are_only_offered_clearance() -> None:
    """A product bought by lost customers only, without excess stock, gets no campaign."""
    assert planned([product("L", LOST, **SCARCE)]) == {}
