"""The plan's numbers compared with plain Python that computes them another way."""

import math
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.segments import SEGMENTS
from strategy_svc.inputs.affinity import segment_shares
from strategy_svc.inputs.demand_trend import demand_trend
from strategy_svc.optimizer.campaign_value import Products, demand_slices, outcome
from strategy_svc.optimizer.selection_shrinkage import probability_of_gain, shrunk

AS_OF = date(2011, 9, 9)
MIDNIGHT = datetime(2011, 9, 9)  # noqa: DTZ001 - ledgers carry the shop's own wall-clock time


@given(
    purchases=st.lists(
        st.tuples(
            st.sampled_from("AB"), st.one_of(st.none(), st.sampled_from([str(n) for n in range(9)]))
        )
    )
)
def test_segment_shares_are_shrunk_to_the_shops_mix(
    purchases: list[tuple[str, str | None]],
) -> None:
    """Segment shares match line counts in exact fractions, unknown customers included."""
    segment = {str(n): SEGMENTS[n % 5] for n in range(8)}  # customer 8 has no segment
    found = segment_shares(
        pl.LazyFrame(
            purchases, schema={"stock_code": pl.String, "customer_id": pl.String}, orient="row"
        ),
        pl.DataFrame({"customer_id": list(segment), "segment": list(segment.values())}),
        pl.Series(["B", "A", "C"]),
        prior_lines=4,
    )
    assert found["stock_code"].to_list() == ["A", "B", "C"]
    for row in found.iter_rows(named=True):
        own = [who for code, who in purchases if code == row["stock_code"]]
        for name in SEGMENTS:
            mix = Fraction(
                sum(segment.get(who or "") == name for _, who in purchases), max(len(purchases), 1)
            )
            met = sum(segment.get(who or "") == name for who in own)
            assert row[name] == pytest.approx(float((met + 4 * mix) / (len(own) + 4)))


def test_unknown_customers_count_as_regular() -> None:
    """If no customer is known all demand belongs to one segment."""
    nobody = pl.DataFrame(schema={"customer_id": pl.String, "segment": pl.String})
    sold = pl.LazyFrame({"stock_code": ["A"], "customer_id": ["1"]})
    found = segment_shares(sold, nobody, pl.Series(["A"]), prior_lines=20)
    assert found.row(0) == ("A", 0.0, 1.0, 0.0, 0.0, 0.0)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 50)), max_size=60))
def test_trend_needs_a_change_in_units_and_lines(sales: list[tuple[int, int]]) -> None:
    """The trend matches counting both windows in plain Python."""
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


def test_short_ledger_has_no_trend() -> None:
    """Six weeks of history can't fill two windows of four weeks, so there is no trend."""
    lines = pl.LazyFrame(
        {
            "stock_code": ["A"] * 40,
            "ordered_at": [MIDNIGHT - timedelta(days=d) for d in range(1, 41)],
        }
    ).with_columns(units=pl.lit(1, pl.Int64))
    assert demand_trend(lines, as_of=AS_OF, days=28, change=0.2, z=2.0).height == 0


def test_late_ledger_is_not_a_falling_trend() -> None:
    """Windows end with the ledger's last day, so ten days without data are not falling demand."""
    days = [d for d in range(10, 110) for _ in range(3)]
    lines = pl.LazyFrame(
        {"stock_code": ["A"] * 300, "ordered_at": [MIDNIGHT - timedelta(days=d) for d in days]}
    ).with_columns(units=pl.lit(1, pl.Int64))
    found = demand_trend(lines, as_of=AS_OF, days=28, change=0.2, z=2.0)
    assert found.row(0) == ("A", 84, 84, "steady")


number = st.floats(0.05, 50, allow_subnormal=False)


@given(
    price=number,
    cost=number,
    stock=st.integers(0, 200),
    demand=st.floats(0.01, 100),
    share=st.floats(0, 1),
    lifted=st.floats(0.5, 8),
    discount=st.sampled_from([0.0, 0.05, 0.3, 0.6]),
)
def test_outcome_is_measured_against_doing_nothing(
    price: float,
    cost: float,
    stock: int,
    demand: float,
    share: float,
    lifted: float,
    discount: float,
) -> None:
    """The formula matches two simulated shops, with and without the campaign."""
    cover, loss = 20.0, 0.25

    def run(reached: float, others: float, paid: float) -> tuple[float, float, float]:
        served = min(1.0, stock / (reached + others))
        sold = (reached + others) * served
        revenue = served * (reached * paid + others * price)
        return sold, revenue, max(0.0, stock - sold - cover)

    done = run(demand * share * lifted, demand * (1 - share), price * (1 - discount))
    idle = run(0.0, demand, price)
    one = np.ones(1)
    products = Products(
        one * price, one * cost, one * stock, one * demand, one, one * cover,
        *(one for _ in range(6)), share=np.ones((1, 1)),
    )  # fmt: skip
    found = outcome(products, one * discount, one * lifted, one * share, one * demand, loss)
    assert found.units[0] == pytest.approx(done[0] - idle[0], abs=1e-6)
    assert found.revenue[0] == pytest.approx(done[1] - idle[1], abs=1e-5)
    margin = done[1] - idle[1] - cost * (done[0] - idle[0])
    assert found.margin[0] == pytest.approx(margin, abs=1e-5)
    assert found.stock_cleared[0] == pytest.approx(idle[2] - done[2], abs=1e-6)
    assert found.value[0] == pytest.approx(margin + loss * cost * (idle[2] - done[2]), abs=1e-5)


@given(mean=st.floats(-100, 100), sd=st.floats(0.01, 100))
def test_probability_of_gain_matches_the_normal_distribution(mean: float, sd: float) -> None:
    """The approximation matches the standard library's normal distribution."""
    found = probability_of_gain(np.array([mean]), np.array([sd]))[0]
    assert found == pytest.approx(1 - NormalDist(mean, sd).cdf(0), abs=1e-6)


def test_demand_levels_average_to_the_forecast() -> None:
    """The levels that represent demand are ascending and keep its mean."""
    one = np.ones(2)
    products = Products(
        one, one, one, np.array([3.0, 40.0]), np.array([9.0, 50.0]),
        *(one for _ in range(7)), share=np.ones((2, 1)),
    )  # fmt: skip
    levels = demand_slices(products, 4)
    assert levels.mean(axis=1) == pytest.approx([3.0, 40.0])
    assert (np.diff(levels, axis=1) > 0).all()


def test_shrinkage_removes_the_optimisers_curse() -> None:
    """Of many equal options the best estimate is pulled to the mean."""
    rng = np.random.default_rng(1)
    truth = rng.normal(0.0, 1.0, (4_000, 1))
    estimate = truth + rng.normal(0.0, 1.0, truth.shape)
    scale = np.ones_like(truth)
    mean, sd = shrunk(estimate, np.ones_like(truth), scale)
    best = np.argsort(-estimate[:, 0])[:50]
    raw = estimate[best].mean() - truth[best].mean()
    pulled = mean[best].mean() - truth[best].mean()
    assert raw > 1.0
    assert abs(pulled) < raw / 2
    assert (sd < 1).all()
