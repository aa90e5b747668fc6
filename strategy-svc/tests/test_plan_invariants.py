"""What no plan may ever be, on random shops."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy_svc.plan.plan_check import UnsoundPlanError, require_sound_plan
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.refresh import refresh_plan

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)
LABELS = [f"{name} Customers" for name in ("VIP", "Regular", "New", "At-Risk", "Lost")]
CLEARING = {"Clear Stock", "Win Back & Clear Stock"}
AUDIENCE = {
    "Clear Stock": {"Regular Customers", "VIP Customers", "New Customers"},
    "Win Back & Clear Stock": {"At-Risk Customers", "Lost Customers"},
    "Customer Acquisition": {"New Customers"},
    "Retention": {"At-Risk Customers"},
    "Maximize Profit": {"VIP Customers", "Regular Customers"},
    "Stability Revenue": {"VIP Customers", "Regular Customers"},
}

money = st.one_of(st.none(), st.integers(1, 50_00).map(lambda cents: cents / 100))
products = st.lists(
    st.tuples(
        st.one_of(st.just(0.0), st.floats(0.01, 60).map(lambda d: round(d, 2))),
        st.integers(0, 300),
        money,
        money,
        st.sampled_from(["simulated", "uploaded"]),
        st.sampled_from(["assumed", "uploaded"]),
        st.one_of(st.none(), st.integers(1, 21)),
    ),
    min_size=1,
    max_size=6,
)
sales = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(1, 120),
        st.one_of(st.none(), st.integers(0, 9)),
        st.integers(1, 30),
    ),
    max_size=60,
)
knobs = st.fixed_dictionaries(
    {
        "max_campaigns": st.integers(1, 6),
        "ladder": st.sampled_from([tuple(range(0, 55, 5)), (0, 10, 25, 60), (0,)]),
        "max_discount": st.integers(0, 100),
        "margin_floor": st.sampled_from([0.0, 0.05, 0.4]),
        "min_segment_buyers": st.just(1),
        "prior_buyers": st.sampled_from([0.0, 2.0]),
        "min_money_at_stake": st.sampled_from([0.0, 5.0]),
    }
)


@settings(max_examples=60, deadline=None)
@given(rows=products, lines=sales, chosen=knobs, customers=st.booleans())
def test_no_plan_contradicts_itself(
    rows: list[Any],
    lines: list[Any],
    chosen: dict[str, Any],
    customers: bool,
    product: Make,
    sale: Make,
    write_shop: Make,
) -> None:
    """One campaign per product, on the ladder, never below cost, never against its stock status."""
    shop = [
        product(
            f"P{i}",
            d,
            s,
            Unit_Price=p,
            Unit_Cost=c,
            Stock_Source=ss,
            Cost_Source=cs,
            Lead_Time_Days=lead,
        )
        for i, (d, s, p, c, ss, cs, lead) in enumerate(rows)
    ]
    ledger = [
        sale(f"P{i}", days, None if who is None else str(who), units)
        for i, days, who, units in lines
    ]
    segments = {str(n): LABELS[n % 5] for n in range(10)} if customers else None
    staging = write_shop(shop, ledger, segments=segments)
    result = refresh_plan(staging, as_of=AS_OF, settings=PlanSettings(**chosen))
    plan = pl.read_csv(staging / "campaign_plan.csv", infer_schema_length=None).to_dicts()

    assert result.rows == {"campaign_plan.csv": len(plan)}
    assert len(plan) <= chosen["max_campaigns"]
    codes = [row["StockCode"] for row in plan]
    assert len(set(codes)) == len(codes)
    assert [row["Priority"] for row in plan] == list(range(1, len(plan) + 1))
    by_code = {row["StockCode"]: row for row in shop}
    for row in plan:
        assert_sound(row, by_code[row["StockCode"]], chosen)


def assert_sound(row: dict[str, Any], product: dict[str, Any], chosen: dict[str, Any]) -> None:
    discount, objective = row["Discount"], row["Objective"]
    assert discount in chosen["ladder"]
    assert discount <= chosen["max_discount"]
    assert row["TargetCluster"] in AUDIENCE[objective]
    assert product["Inventory_Status"] != "UNDERSTOCKED"
    assert (objective not in CLEARING) or product["Inventory_Status"] == "OVERSTOCKED"
    if product["Unit_Price"] is not None and product["Unit_Cost"] is not None:
        paid = product["Unit_Price"] * (1 - discount / 100)
        assert paid * (1 - chosen["margin_floor"]) >= product["Unit_Cost"] - 1e-6
    else:
        assert discount == 0
    if discount:
        assert objective in CLEARING
        assert f"{discount}% off" in row["Reason"]
    demand = product["Predicted_7d_Demand"]
    assert (row["OverstockRatio"] is None) == (demand == 0)
    assert ("simulated" in row["Reason"]) == (product["Stock_Source"] == "simulated")
    assert row["Reason"].endswith(".")
    assert f"{product['Current_Stock']:,} in stock" in row["Reason"]
    assert row["TargetCluster"] in row["Reason"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"discount": 7}, "does not use"),
        ({"discount": 50}, "below cost"),
        ({"objective": "Sell It All"}, "unknown objective"),
        ({"objective": "Retention", "target": "At-Risk Customers"}, "without stock to clear"),
        ({"stock_code": "LOW"}, "understocked"),
        ({"stock_code": "OK"}, "not overstocked"),
    ],
)
def test_the_check_in_production_finds_what_is_planted(
    change: dict[str, Any], complaint: str
) -> None:
    """A plan with one planted contradiction is refused, and the sentence names it."""
    stock = pl.DataFrame(
        {"stock_code": ["A", "LOW", "OK"], "status": ["OVERSTOCKED", "UNDERSTOCKED", "HEALTHY"]}
    )
    sound = {
        "stock_code": "A",
        "objective": "Clear Stock",
        "target": "VIP Customers",
        "discount": 10,
        "unit_price": 10.0,
        "unit_cost": 7.0,
    }
    require_sound_plan(pl.DataFrame([sound]), stock, PlanSettings())
    with pytest.raises(UnsoundPlanError, match=complaint):
        require_sound_plan(pl.DataFrame([sound | change]), stock, PlanSettings())
    with pytest.raises(UnsoundPlanError, match="two campaigns"):
        require_sound_plan(pl.DataFrame([sound, sound]), stock, PlanSettings())
