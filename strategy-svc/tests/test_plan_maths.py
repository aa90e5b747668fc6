"""The plan's numbers against plain Python that computes them another way."""

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy_svc.plan.affinity import SEGMENTS, segment_lifts
from strategy_svc.plan.demand_trend import demand_trend
from strategy_svc.plan.markdown import with_discounts
from strategy_svc.plan.plan_settings import PlanSettings

AS_OF = date(2011, 9, 9)
MIDNIGHT = datetime(2011, 9, 9)  # noqa: DTZ001 - ledgers carry the shop's own wall-clock time


@given(
    purchases=st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from([str(n) for n in range(12)])), min_size=1
    ),
    minimum=st.integers(1, 3),
)
def test_lift_is_the_shrunk_share_over_the_share_of_all_pairs(
    purchases: list[tuple[str, str]], minimum: int
) -> None:
    """Segment lifts agree with counting distinct buyers in exact fractions."""
    segment = {str(n): SEGMENTS[n % 5] for n in range(11)}  # customer 11 has no segment
    pairs = {pair for pair in purchases if pair[1] in segment}
    found = segment_lifts(
        pl.LazyFrame(purchases, schema=["stock_code", "customer_id"], orient="row"),
        pl.DataFrame({"customer_id": list(segment), "segment": list(segment.values())}),
        prior_buyers=4,
        min_buyers=minimum,
    )
    met: dict[tuple[str, str], int] = defaultdict(int)
    for code, customer in pairs:
        met[code, segment[customer]] += 1
    expected: dict[tuple[str, str], float] = {}
    for (code, label), count in met.items():
        if count >= minimum:
            share = Fraction(sum(n for (_, s), n in met.items() if s == label), len(pairs))
            buyers = sum(n for (c, _), n in met.items() if c == code)
            expected[code, label] = float((count + 4 * share) / (buyers + 4) / share)
    lifts = {(row[0], row[1]): row[4] for row in found.iter_rows()}
    assert lifts == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 50)), max_size=60))
def test_trend_needs_both_units_and_lines_to_move(sales: list[tuple[int, int]]) -> None:
    """The trend agrees with counting the two windows in plain Python."""
    rows = [("A", MIDNIGHT - timedelta(days=days), units) for days, units in sales]
    rows += [("B", MIDNIGHT - timedelta(days=90), 1), ("B", MIDNIGHT - timedelta(hours=1), 1)]
    lines = pl.LazyFrame(
        rows,
        schema={"stock_code": pl.String, "ordered_at": pl.Datetime, "units": pl.Int64},
        orient="row",
    )
    found = demand_trend(lines, as_of=AS_OF, days=28, change=0.2, z=2.0)
    recent = [units for days, units in sales if days <= 28]
    prior = [units for days, units in sales if 28 < days <= 56]
    if not recent and not prior:
        assert "A" not in found["stock_code"]
        return
    z = (len(recent) - len(prior)) / math.sqrt(len(recent) + len(prior))
    expected = "steady"
    if z >= 2 and sum(recent) >= 1.2 * sum(prior):
        expected = "rising"
    elif z <= -2 and sum(recent) <= 0.8 * sum(prior):
        expected = "falling"
    row = found.filter(pl.col("stock_code") == "A").row(0, named=True)
    assert (row["recent_units"], row["prior_units"]) == (sum(recent), sum(prior))
    assert row["trend"] == expected


def test_a_ledger_shorter_than_both_windows_tells_no_trend() -> None:
    """Six weeks of history cannot fill two windows of four, so nothing is called a trend."""
    lines = pl.LazyFrame(
        {
            "stock_code": ["A"] * 40,
            "ordered_at": [MIDNIGHT - timedelta(days=d) for d in range(1, 41)],
        }
    ).with_columns(units=pl.lit(1, pl.Int64))
    assert demand_trend(lines, as_of=AS_OF, days=28, change=0.2, z=2.0).height == 0


def test_a_late_ledger_does_not_look_like_a_collapse() -> None:
    """Windows end with the ledger's last day, so ten days without data are not falling demand."""
    days = [d for d in range(10, 110) for _ in range(3)]
    lines = pl.LazyFrame(
        {"stock_code": ["A"] * 300, "ordered_at": [MIDNIGHT - timedelta(days=d) for d in days]}
    ).with_columns(units=pl.lit(1, pl.Int64))
    found = demand_trend(lines, as_of=AS_OF, days=28, change=0.2, z=2.0)
    assert found.row(0) == ("A", 84, 84, "steady")


@given(
    price=st.integers(1, 100_00),
    cost=st.integers(0, 100_00),
    stock=st.integers(1, 500),
    excess=st.integers(1, 500),
    demand=st.integers(0, 200),
    floor=st.sampled_from([0.0, 0.05, 0.2]),
)
def test_discount_is_the_largest_step_below_all_three_ceilings(
    price: int, cost: int, stock: int, excess: int, demand: int, floor: float
) -> None:
    """The discount agrees with trying every step of the ladder in exact fractions."""
    excess = min(excess, stock)
    settings = PlanSettings(margin_floor=floor)
    row = {
        "objective": "Clear Stock",
        "stock": stock,
        "demand": float(demand),
        "excess": excess,
        "unit_price": price / 100,
        "unit_cost": cost / 100,
    }
    found = with_discounts(pl.DataFrame([row]), settings)["discount"].item()
    keep = 1 - Fraction(str(floor))

    def fits(step: int, slack: Fraction) -> bool:
        d = Fraction(step, 100) - slack
        return (
            d <= Fraction(50, 100) * excess / stock
            and price * (1 - d) * keep >= cost
            and d * price * demand <= Fraction(1, 4) * cost * excess
        )

    strictly = max((step for step in settings.ladder if fits(step, Fraction(0))), default=0)
    nearly = max((step for step in settings.ladder if fits(step, Fraction(1, 10**8))), default=0)
    assert strictly <= found <= nearly
