"""Invariants of every plan, on random shops."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.planned_campaigns import planned_campaign

from contract.segments import SEGMENTS
from fleet.errors import InvalidInput
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.optimizer.plan_check import UnsoundPlanError, require_sound_plan
from strategy_svc.plan.planning import make_plan
from strategy_svc.wording.explanations import ExplainedCampaign, Wording

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)
CLEARING = {"Clear Stock", "Win Back & Clear Stock"}
AUDIENCE = {
    "Clear Stock": {"VIP Customers", "Regular Customers", "New Customers"},
    "Win Back & Clear Stock": {"At-Risk Customers", "Lost Customers"},
    "Customer Acquisition": {"New Customers"},
    "Retention": {"At-Risk Customers"},
    "Maximize Profit": {"VIP Customers", "Regular Customers"},
    "Stability Revenue": {"VIP Customers", "Regular Customers"},
}

money = st.one_of(st.none(), st.integers(1, 50_00).map(lambda cents: cents / 100))
product_rows = st.fixed_dictionaries(
    {
        "category": st.sampled_from([None, "A", "B"]),
        "demand": st.one_of(st.just(0.0), st.floats(0.01, 60).map(lambda d: round(d, 2))),
        "stock": st.integers(0, 300),
        "unit_price": money,
        "unit_cost": money,
        "cost_source": st.sampled_from(["assumed", "uploaded"]),
        "stock_source": st.sampled_from(["simulated", "uploaded"]),
        "trend": st.sampled_from(["rising", "falling", "steady"]),
        "elasticity": st.floats(-0.5, 6),
        "elasticity_sd": st.floats(0.05, 1),
        "mailer_effect": st.sampled_from([0.0, 0.4]),
        "mailer_sd": st.sampled_from([0.0, 0.2]),
        "dispersion": st.floats(1, 5),
        "evidence": st.sampled_from(["own history", "its category", "none"]),
        "shares": st.lists(st.sampled_from([0.0, 0.1, 0.2]), min_size=5, max_size=5),
    }
)
knobs = st.fixed_dictionaries(
    {
        "max_campaigns": st.integers(1, 6),
        "max_per_customer": st.integers(1, 4),
        "max_per_category": st.sampled_from([None, 1, 2]),
        "ladder": st.sampled_from([tuple(range(0, 55, 5)), (0, 10, 25, 60), (0,), (0, 50, 100)]),
        "max_discount": st.integers(0, 100),
        "margin_floor": st.sampled_from([-1.0, 0.0, 0.05, 0.4]),
        "discount_budget": st.sampled_from([None, 5.0, 50.0]),
        "min_gain": st.sampled_from([0.0, 1.0, 5.0]),
        "min_p_gain": st.sampled_from([0.0, 0.5, 0.9]),
        "shrink_for_selection": st.booleans(),
        "offer_scope": st.sampled_from(["segment", "everyone"]),
        "min_freed": st.sampled_from([None, None, 10.0]),
        "campaign_weeks": st.sampled_from([1.0, 2.5]),
    }
)


def as_plan_inputs(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Random products as inputs of a plan."""
    full = [
        {
            "stock_code": f"P{number}",
            "demand_p10": None,
            "demand_p90": None,
            "status": _status(row["stock"], row["demand"]),
            "recent_units": 0,
            "prior_units": 0,
            "price_mailer_cov": 0.0,
            "deepest_discount": 0.2,
            **dict(zip(SEGMENTS, row["shares"], strict=True)),
            **{name: value for name, value in row.items() if name != "shares"},
        }
        for number, row in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=COLUMNS)


def _status(stock: int, demand: float) -> str:
    if stock > 1.5 * demand:
        return "OVERSTOCKED"
    return "UNDERSTOCKED" if stock < 0.8 * demand else "HEALTHY"


# Clears less than a hundredth of a unit, and was once called a clearance.
CLEARS_ALMOST_NOTHING: dict[str, Any] = {
    "category": None,
    "demand": 0.06,
    "stock": 2,
    "unit_price": 0.05,
    "unit_cost": 0.04,
    "cost_source": "assumed",
    "stock_source": "simulated",
    "trend": "rising",
    "elasticity": 0.0,
    "elasticity_sd": 1.0,
    "mailer_effect": 0.4,
    "mailer_sd": 0.0,
    "dispersion": 1.0,
    "evidence": "own history",
    "shares": [0.0, 0.0, 0.0, 0.0, 0.1],
}
NO_MINIMUMS: dict[str, Any] = {
    "max_campaigns": 1,
    "max_per_customer": 1,
    "max_per_category": None,
    "ladder": (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50),
    "max_discount": 0,
    "margin_floor": -1.0,
    "discount_budget": None,
    "min_gain": 0.0,
    "min_p_gain": 0.0,
    "shrink_for_selection": False,
    "offer_scope": "segment",
    "min_freed": None,
    "campaign_weeks": 1.0,
}


@settings(max_examples=120, deadline=None)
@given(rows=st.lists(product_rows, min_size=1, max_size=6), chosen=knobs)
@example(rows=[CLEARS_ALMOST_NOTHING], chosen=NO_MINIMUMS)
def test_every_plan_is_consistent(rows: list[dict[str, Any]], chosen: dict[str, Any]) -> None:
    """One campaign per product, all limits kept, no price below the floor, finite numbers."""
    inputs = as_plan_inputs(rows)
    try:
        plan = make_plan(inputs, PlanSettings(**chosen), Wording("GBP", customers_known=True)).rows
    except InvalidInput as error:
        refused = str(error) if error.statement is None else error.statement.code
    else:
        refused = None
        assert_plan(plan, inputs, chosen)
    assert refused in (None, "floor_above_prices", "clearance_target_too_high")


def assert_plan(
    plan: list[ExplainedCampaign], inputs: pl.DataFrame, chosen: dict[str, Any]
) -> None:
    by_code = {row["stock_code"]: row for row in inputs.iter_rows(named=True)}
    assert [row.priority for row in plan] == list(range(1, len(plan) + 1))
    assert len({row.stock_code for row in plan}) == len(plan) <= chosen["max_campaigns"]
    if plan:
        assert max(Counter(row.target for row in plan).values()) <= chosen["max_per_customer"]
    if chosen["max_per_category"]:
        found = Counter(row.category for row in plan if row.category)
        assert max(found.values(), default=0) <= chosen["max_per_category"]
    if chosen["discount_budget"]:
        assert sum(row.discount_cost for row in plan) <= chosen["discount_budget"] + 0.01 * len(
            plan
        )
    for row in plan:
        assert_row_is_consistent(row, by_code[row.stock_code], chosen)


def assert_row_is_consistent(
    row: ExplainedCampaign, product: dict[str, Any], chosen: dict[str, Any]
) -> None:
    assert row.discount in chosen["ladder"]
    assert row.discount <= chosen["max_discount"]
    assert row.target in AUDIENCE[row.objective]
    assert product["status"] != "UNDERSTOCKED"
    assert product["evidence"] != "none"
    paid = product["unit_price"] * (1 - row.discount / 100)
    assert paid * (1 - chosen["margin_floor"]) >= product["unit_cost"] - 1e-5
    if not chosen["min_freed"]:
        assert row.risk_adjusted_gain >= chosen["min_gain"] - 0.005
        assert row.p_gain >= chosen["min_p_gain"] - 0.001
    assert (row.objective not in CLEARING) or row.stock_cleared >= 0
    assert ("simulated" in row.reason) == (product["stock_source"] == "simulated")
    assert f"{product['stock']:,} in stock" in row.reason
    assert row.target in row.reason
    assert len(row.explanation.facts) == 3
    numbers = [value for value in vars(row).values() if isinstance(value, float)]
    assert all(abs(value) < 1e12 for value in numbers)


SOUND = planned_campaign()
PRODUCT = {
    "category": "A",
    "demand": 10.0,
    "stock": 200,
    "unit_price": 10.0,
    "unit_cost": 7.0,
    "cost_source": "assumed",
    "stock_source": "uploaded",
    "trend": "steady",
    "elasticity": 2.0,
    "elasticity_sd": 0.2,
    "mailer_effect": 0.0,
    "mailer_sd": 0.0,
    "dispersion": 1.0,
    "evidence": "own history",
    "shares": [0.5, 0.1, 0.1, 0.1, 0.1],
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"discount": 7}, "does not use"),
        ({"discount": 50}, "below cost"),
        ({"objective": "Sell It All"}, "unknown objective"),
        ({"stock_code": "P9"}, "no product of the catalogue"),
        ({"stock_code": "P1", "stock": 5}, "understocked"),
        ({"stock_cleared": 0.0}, "frees no stock"),
        ({"expected_units": 201.0}, "more than is in stock"),
        ({"expected_units": 200.004}, "more than is in stock"),
        ({"p_gain": 0.7996}, "not sure enough"),
        ({"risk_adjusted_gain": 0.5}, "worth the work"),
        ({"p_gain": 0.7}, "not sure enough"),
        ({"unit_cost": 6.0}, "does not say what its product says"),
        ({"discount_cost": 80.0}, "gives away 80"),
    ],
)
def test_plan_check_detects_violations(change: dict[str, Any], complaint: str) -> None:
    """A plan that breaks a rule is rejected in production, by a check that shares no formula."""
    inputs = as_plan_inputs([PRODUCT, PRODUCT | {"stock": 5}])
    bound = PlanSettings(discount_budget=50)
    require_sound_plan([SOUND], inputs, bound)
    with pytest.raises(UnsoundPlanError, match=complaint):
        require_sound_plan([replace(SOUND, **change)], inputs, bound)
    with pytest.raises(UnsoundPlanError, match="two campaigns"):
        require_sound_plan([SOUND, SOUND], inputs, bound)
    with pytest.raises(UnsoundPlanError, match="more than 1"):
        require_sound_plan([SOUND, SOUND], inputs, PlanSettings(max_campaigns=1))
