"""The distribution of demand over some days, against scipy and against simulation."""

import importlib
from statistics import mean, stdev
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_svc.stock.assumptions import (
    TYPICAL_WEEK_MIN_WEEKS,
    TYPICAL_WEEK_SHARE,
    WEEKLY_DISPERSION,
)
from inventory_svc.stock.demand_distribution import (
    MIN_VARIANCE_TO_MEAN,
    Demand,
    WeeklyDemand,
    incomplete_beta,
    week_from_dispersion,
    week_from_quantiles,
)
from inventory_svc.stock.future_demand import future_demand, level_for
from inventory_svc.stock.typical_week import TypicalWeek, typical_week

STATS: Any = importlib.import_module("scipy.stats")
SPECIAL: Any = importlib.import_module("scipy.special")
MEANS = np.array([0.004, 0.2, 1.0, 7.5, 60.0, 900.0, 40_000.0, 2e6])


def test_incomplete_beta_function_matches_scipy() -> None:
    """Within 1e-9 over eleven decades of both parameters."""
    grid = np.geomspace(1e-5, 1e6, 23)
    a, b, x = (axis.ravel() for axis in np.meshgrid(grid, grid, np.linspace(0, 1, 21)))
    difference = incomplete_beta(a, b, x, 1 - x) - SPECIAL.betainc(a, b, x)
    assert np.abs(difference).max() < 1e-9


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
@pytest.mark.parametrize("days", [1, 7, 14, 100])
def test_quantiles_and_probabilities_match_scipy(level: float, days: int) -> None:
    """The quantile is the fewest units that suffice, for slow and fast movers alike."""
    demand = week_from_dispersion(MEANS, 0.5).over(days)
    success = demand.shape / (demand.shape + demand.mean)
    units = demand.quantile(level)
    # Beyond ten million units the log-gamma's last digit is worth a unit.
    assert np.abs(units - STATS.nbinom.ppf(level, demand.shape, success)).max() <= units.max() / 1e7
    expected = STATS.nbinom.cdf(units, demand.shape, success)
    assert demand.at_most(units) == pytest.approx(expected, abs=1e-8)


def test_distribution_matches_simulated_sums_of_weeks() -> None:
    """Three simulated weeks agree in mean, variance, 95 % quantile and stock-out chance."""
    mean, draws = 6.0, 400_000
    week = week_from_dispersion(np.array([mean]), 0.5)
    random = np.random.default_rng(7)
    rate = random.gamma(week.shape[0], mean / week.shape[0], size=(3, draws))
    drawn = random.poisson(rate).sum(axis=0)
    demand = week.over(21)
    assert drawn.mean() == pytest.approx(demand.mean[0], rel=0.01)
    assert drawn.var() == pytest.approx(3 * (mean + 0.5 * mean**2), rel=0.02)
    assert abs(np.quantile(drawn, 0.95) - demand.quantile(0.95)[0]) <= 1
    assert (drawn <= 20).mean() == pytest.approx(demand.at_most(np.array([20]))[0], abs=0.004)


def test_known_gamma_interval_is_recovered() -> None:
    """For fast movers the fitted distribution has the interval's width within 5 %."""
    shape = np.geomspace(0.35, 2000, 40)
    mean = np.full(40, 1e6)
    p10, p90 = (STATS.gamma.ppf(level, shape) / shape * mean for level in (0.1, 0.9))
    demand = week_from_quantiles(mean, p10, p90).over(7)
    width = demand.quantile(0.9) - demand.quantile(0.1)
    assert width == pytest.approx(p90 - p10, rel=0.05)


def test_interval_of_zero_width_still_has_poisson_variance() -> None:
    """P10 = P90 does not mean that demand is certain."""
    week = week_from_quantiles(np.array([5.0]), np.array([5.0]), np.array([5.0]))
    variance = 5 + 25 / week.shape[0]
    assert variance == pytest.approx(MIN_VARIANCE_TO_MEAN * 5)


def test_no_demand_needs_no_stock() -> None:
    """With mean 0 or no days, the quantile is 0 and any stock suffices."""
    week = week_from_quantiles(np.array([0.0, 3.0]), np.array([0.0, 1.0]), np.array([0.0, 6.0]))
    for demand in (week.over(np.array([7, 0])),):
        assert demand.quantile(0.99).tolist() == [0, 0]
        assert demand.at_most(np.array([0, 0])).tolist() == [1.0, 1.0]


AMOUNT = st.floats(0, 1e6, allow_nan=False)


@settings(deadline=None, max_examples=50)
@given(mean=AMOUNT, low=AMOUNT, high=AMOUNT, days=st.integers(1, 737))
def test_quantile_is_the_fewest_units_that_meet_the_level(
    mean: float, low: float, high: float, days: int
) -> None:
    """For any forecast interval, the quantile meets the level and one unit less does not."""
    week = week_from_quantiles(
        np.array([mean]), np.array([min(low, high)]), np.array([max(low, high)])
    )
    demand = week.over(days)
    units = demand.quantile(0.95)
    assert demand.at_most(units)[0] >= 0.95
    assert demand.at_most(units - 1)[0] < 0.95


@settings(deadline=None)
@given(mean=st.floats(0.01, 1e5), shape=st.floats(0.01, 1e4), stock=st.integers(0, 10**6))
def test_stockout_risk_is_monotone(mean: float, shape: float, stock: int) -> None:
    """Risk is between 0 and 1, and never rises with more stock or fewer days."""
    week = WeeklyDemand(np.array([mean]), np.array([shape]))
    week_chance = week.over(7).at_most(np.array([stock]))[0]
    assert 0 <= week_chance <= Demand(week.mean, week.shape).at_most(np.array([stock + 1]))[0] <= 1
    assert week.over(14).at_most(np.array([stock]))[0] <= week_chance + 1e-9


@pytest.mark.parametrize("correlation", [0.0, 0.6, 1.0])
def test_correlated_weeks_match_simulation(correlation: float) -> None:
    """Weeks whose gamma rates share a part: mean and variance of three of them agree.

    Two gamma variables that share a part of shape rho·r and have parts of their own of shape
    (1 - rho)·r are gamma of shape r with correlation rho.
    """
    mean, shape, draws = 6.0, 2.0, 400_000
    week = WeeklyDemand(np.array([mean]), np.array([shape]), correlation=correlation)
    random = np.random.default_rng(7)
    shared = random.gamma(correlation * shape, mean / shape, draws)
    own = random.gamma((1 - correlation) * shape, mean / shape, (3, draws))
    drawn = random.poisson(shared + own).sum(axis=0)
    demand = week.over(21)
    assert drawn.mean() == pytest.approx(demand.mean[0], rel=0.01)
    variance = demand.mean + demand.mean**2 / demand.shape
    assert drawn.var() == pytest.approx(variance[0], rel=0.02)


def test_only_the_first_week_follows_the_forecast() -> None:
    """By hand: 4 this week, 10 in each later week; half a week has half of the first."""
    week = WeeklyDemand(np.array([4.0]), np.array([1.0]), later=np.array([10.0]))
    means = [week.over(days).mean[0] for days in (0, 7, 14, 21)]
    assert means == [0, 4, 14, 24]
    assert WeeklyDemand(np.array([4.0]), np.array([1.0])).over(21).mean[0] == 12


def typical(mean: float, deviation: float, weeks: int) -> TypicalWeek:
    """Of three products."""
    return TypicalWeek(np.full(3, mean), np.full(3, deviation), np.full(3, weeks))


def test_typical_week_has_a_weight_after_the_forecast_week() -> None:
    """It has its share in each later week; a product forecast at 0 stays at 0."""
    mean, p10, p90 = np.array([4.0, 0.0, 4.0]), np.array([1, 0, np.nan]), np.array([9, 0, np.nan])
    ahead = future_demand(mean, p10, p90, typical(10, 5, 52))
    later = (1 - TYPICAL_WEEK_SHARE) * 4 + TYPICAL_WEEK_SHARE * 10
    assert ahead.over(14).mean == pytest.approx([4 + later, 0, 4 + later])
    assert level_for(ahead, 14, 0.95)[1] == 0


def test_spread_is_the_mean_of_forecast_and_past_year() -> None:
    """The geometric mean of both shapes; in a product's first weeks, the forecast's alone."""
    mean, p10, p90 = np.array([4.0, 4.0, 4.0]), np.array([1, 1, np.nan]), np.array([9, 9, np.nan])
    band = week_from_quantiles(mean[:2], p10[:2], p90[:2]).shape[0]
    assumed = week_from_dispersion(mean, WEEKLY_DISPERSION).shape[0]
    young = future_demand(mean, p10, p90, typical(10, 8, TYPICAL_WEEK_MIN_WEEKS - 1))
    assert young.shape == pytest.approx([band, band, assumed])
    grown = future_demand(mean, p10, p90, typical(10, 8, TYPICAL_WEEK_MIN_WEEKS))
    year = 10**2 / (8**2 - 10)
    assert grown.shape**2 == pytest.approx([band * year, band * year, assumed * year])


def test_typical_week_matches_the_statistics_module() -> None:
    """Weeks before the first sale do not count; a product without one has nothing."""
    units = np.array([[0, 0, 4, 6, 9], [3, 0, 0, 0, 1], [0, 0, 0, 0, 0]])
    found = typical_week(units, np.array([3, 9, 0]))
    assert found.weeks.tolist() == [3, 5, 0]
    assert found.mean == pytest.approx([mean([4, 6, 9]), 0.8, 0])
    assert found.deviation == pytest.approx([stdev([4, 6, 9]), stdev([3, 0, 0, 0, 1]), 0])
