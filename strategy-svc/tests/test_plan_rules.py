"""Each rule of the plan on a shop small enough to follow by hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.refresh import refresh_plan

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)
SEGMENTS = ("VIP", "Regular", "New", "At-Risk", "Lost")


def plan_of(staging: Path, **settings: Any) -> dict[str, dict[str, Any]]:
    refresh_plan(staging, as_of=AS_OF, settings=PlanSettings(**settings), currency="GBP")
    rows = pl.read_csv(
        staging / "campaign_plan.csv", schema_overrides={"StockCode": pl.String}
    ).to_dicts()
    return {row["StockCode"]: row for row in rows}


def customers(per_segment: int = 40) -> dict[str, str]:
    """`VIP-0` … `Lost-39`, the same number in each segment."""
    return {
        f"{label}-{number}": f"{label} Customers"
        for label in SEGMENTS
        for number in range(per_segment)
    }


def bought_by(sale: Make, code: str, *labels: str) -> list[Any]:
    """Twenty customers of each label buy the product once, half of them in each trend window."""
    return [
        sale(code, 10 if number % 2 else 40, f"{label}-{number}")
        for label in labels
        for number in range(20)
    ]


def backdrop(sale: Make) -> list[Any]:
    """Everyone buys a product that is not planned, so that the shop's mix is even; and long ago."""
    steady = [sale("ALL", days, name) for name in customers() for days in (10, 40)]
    return [*steady, sale("ALL", 200, None)]


def test_excess_stock_that_regulars_buy_is_cleared_among_them(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Stock beyond two weeks' cover bought mostly by regulars: Clear Stock for them, at 25 %."""
    staging = write_shop(
        [product("A", 10, 100, Unit_Price=10.0, Unit_Cost=7.0)],
        backdrop(sale) + bought_by(sale, "A", "Regular"),
        segments=customers(),
    )
    row = plan_of(staging)["A"]
    assert (row["Objective"], row["TargetCluster"]) == ("Clear Stock", "Regular Customers")
    # Wanted 50 % x 80/100 = 40 %; margin 1 - 7/(10 x .95) = 26.3 %; payback 140 %.
    assert row["Discount"] == 25
    assert row["OverstockRatio"] == 10
    assert row["Money_At_Stake"] == pytest.approx(0.25 * 7 * 80)
    assert row["Reason"] == (
        "100 in stock (simulated) for 10 expected to sell in 7 days: 80 units worth GBP 560 at "
        "assumed cost beyond 2 weeks' cover, so offer 25% off (a deeper cut breaks the 5% "
        "margin on assumed cost) to Regular Customers (100% of its buyers, "
        f"{_lift(20, 20):.1f} times the average product)."
    )


def _lift(segment_buyers: int, buyers: int) -> float:
    share = (40 + segment_buyers) / (200 + buyers)
    return ((segment_buyers + 20 * share) / (buyers + 20)) / share


def test_excess_stock_that_lapsed_customers_bought_wins_them_back(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Where lost customers are over-represented, clearing stock also wins them back."""
    staging = write_shop(
        [product("A", 10, 100, Unit_Price=10.0, Unit_Cost=5.0)],
        backdrop(sale) + bought_by(sale, "A", "Lost"),
        segments=customers(),
    )
    row = plan_of(staging)["A"]
    assert (row["Objective"], row["TargetCluster"]) == ("Win Back & Clear Stock", "Lost Customers")
    assert row["Discount"] == 40


def test_understocked_products_are_not_promoted(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """What is about to run out is never in the plan, however much its demand rises."""
    rising = [sale("A", days / 10, None) for days in range(10, 200)]
    staging = write_shop(
        [product("A", 10, 5, Unit_Price=10.0, Unit_Cost=5.0)], backdrop(sale) + rising
    )
    assert plan_of(staging) == {}


@pytest.mark.parametrize(
    ("recent", "prior", "objective", "target"),
    [
        (80, 20, "Maximize Profit", "VIP Customers"),
        (20, 80, "Stability Revenue", "Regular Customers"),
    ],
)
def test_trend_decides_what_to_do_with_ample_stock(
    product: Make,
    sale: Make,
    write_shop: Make,
    recent: int,
    prior: int,
    objective: str,
    target: str,
) -> None:
    """Healthy stock with rising demand sells at full price; falling demand asks for a reminder."""
    lines = [sale("A", 1 + i / 10, None) for i in range(recent)]
    lines += [sale("A", 30 + i / 10, None) for i in range(prior)]
    staging = write_shop(
        [product("A", 20, 24, Unit_Price=10.0, Unit_Cost=5.0)], backdrop(sale) + lines
    )
    row = plan_of(staging)["A"]
    assert (row["Objective"], row["TargetCluster"]) == (objective, target)
    assert row["Discount"] == 0
    assert f"from {prior} to {recent} units in 28 days" in row["Reason"]
    assert row["Money_At_Stake"] == pytest.approx(min(60 / 4 * 4, 24) * 5)


@pytest.mark.parametrize(
    ("label", "objective"), [("New", "Customer Acquisition"), ("At-Risk", "Retention")]
)
def test_steady_product_is_promoted_only_to_those_it_stands_out_for(
    product: Make, sale: Make, write_shop: Make, label: str, objective: str
) -> None:
    """Steady demand and healthy stock earn a campaign only for newcomers or customers at risk."""
    staging = write_shop(
        [
            product("A", 20, 24, Unit_Price=10.0, Unit_Cost=5.0),
            product("B", 20, 24, Unit_Price=10.0, Unit_Cost=5.0),
        ],
        backdrop(sale) + bought_by(sale, "A", label) + bought_by(sale, "B", *SEGMENTS),
        segments=customers(),
    )
    plan = plan_of(staging)
    assert list(plan) == ["A"]
    assert (plan["A"]["Objective"], plan["A"]["TargetCluster"]) == (objective, f"{label} Customers")
    assert plan["A"]["Discount"] == 0


def test_what_sells_below_cost_already_is_not_promoted(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """A price of today that does not keep cost and margin floor is no price to advertise."""
    prices = {"A": 7.0, "B": 7.3, "C": 7.4}
    staging = write_shop(
        [product(c, 10, 100, Unit_Price=p, Unit_Cost=7.0) for c, p in prices.items()],
        backdrop(sale),
    )
    plan = plan_of(staging)
    assert list(plan) == ["C"]  # 7.0 / 0.95 = 7.37
    assert plan["C"]["Discount"] == 0
    assert "any cut breaks the 5% margin" in plan["C"]["Reason"]


def test_stock_that_runs_out_before_the_next_delivery_is_not_promoted(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Without excess, stock has to outlast the lead time before anyone is told about it."""
    lines = [sale("A", 1 + i / 10, None) for i in range(80)]
    staging = write_shop(
        [product("A", 20, 24, Unit_Price=10.0, Unit_Cost=5.0, Lead_Time_Days=14)],
        backdrop(sale) + lines,
    )
    assert plan_of(staging) == {}


def test_rising_demand_that_sells_the_excess_anyway_needs_no_discount(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Excess that rising demand sells within the horizon is sold at full price, more is cleared."""
    lines = [sale(code, 1 + i / 10, None) for code in "AB" for i in range(80)]
    staging = write_shop(
        [
            product("A", 20, 60, Unit_Price=10.0, Unit_Cost=5.0),
            product("B", 20, 200, Unit_Price=10.0, Unit_Cost=5.0),
        ],
        backdrop(sale) + lines,
    )
    plan = plan_of(staging)
    assert (plan["A"]["Objective"], plan["A"]["Discount"]) == ("Maximize Profit", 0)
    assert plan["B"]["Objective"] == "Clear Stock"
    assert plan["B"]["Discount"] > 0


def test_discount_is_proportional_to_the_share_that_is_excess(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """With a low cost nothing else binds: half of the stock excess gives half the maximum."""
    codes = {"A": 25, "B": 40, "C": 100}
    staging = write_shop(
        [product(c, 10, n, Unit_Price=100.0, Unit_Cost=40.0) for c, n in codes.items()],
        backdrop(sale),
    )
    discounts = {code: row["Discount"] for code, row in plan_of(staging).items()}
    assert discounts == {"A": 5, "B": 20, "C": 40}  # A: payback .25 x 40 x 5 / (100 x 10) = 5 %


def test_without_price_or_cost_there_is_no_discount(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Nobody can tell whether it sells below cost, so the row says so and stays at full price."""
    staging = write_shop(
        [product("A", 10, 100), product("B", 10, 300), product("C", 0, 3, Unit_Cost=5.0)],
        backdrop(sale),
    )
    plan = plan_of(staging, min_money_at_stake=0)
    assert [row["Discount"] for row in plan.values()] == [0, 0, 0]
    assert list(plan) == ["C", "B", "A"]  # money known first, then by units
    assert plan["A"]["Money_At_Stake"] is None
    assert "no discount is safe" in plan["A"]["Reason"]
    assert plan["C"]["OverstockRatio"] is None


def test_uploaded_numbers_are_not_called_simulated_or_assumed(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """The words simulated and assumed stand only where they are true."""
    uploaded = {"Stock_Source": "uploaded", "Cost_Source": "uploaded"}
    staging = write_shop(
        [product("A", 10, 100, Unit_Price=10.0, Unit_Cost=7.0, **uploaded)], backdrop(sale)
    )
    reason = plan_of(staging)["A"]["Reason"]
    assert "simulated" not in reason
    assert "assumed" not in reason


def test_plan_is_short_and_led_by_the_money_at_stake(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """No more campaigns than allowed, none about trifles, the most money first."""
    stock = {"A": 50, "B": 500, "C": 21, "D": 90}
    staging = write_shop(
        [product(c, 10, n, Unit_Price=10.0, Unit_Cost=7.0) for c, n in stock.items()],
        backdrop(sale),
    )
    assert list(plan_of(staging)) == ["B", "D", "A"]  # C is about GBP 1.75
    assert list(plan_of(staging, max_campaigns=2)) == ["B", "D"]


def test_no_customers_at_all_is_said_and_the_broadest_segment_addressed(
    product: Make, sale: Make, write_shop: Make
) -> None:
    """Without customer data a plan is still made, and its reason says what is missing."""
    staging = write_shop(
        [product("A", 10, 100, Unit_Price=10.0, Unit_Cost=7.0)], [sale("A", 3, None)], segments={}
    )
    row = plan_of(staging)["A"]
    assert row["TargetCluster"] == "Regular Customers"
    assert "no customer data tells who buys it" in row["Reason"]
