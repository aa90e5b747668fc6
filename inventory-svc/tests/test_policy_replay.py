"""The policy replay against a plain loop, a Markov chain and closed forms, and for data leaks."""

import importlib
from collections import deque
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_svc.policy_replay.comparison import SERVICE_TARGETS, SETTINGS, compare
from inventory_svc.policy_replay.exchange_curve import exchange_curve
from inventory_svc.policy_replay.holdout import PAST_WEEKS, Holdout, build_holdout
from inventory_svc.policy_replay.moving_average import moving_average
from inventory_svc.policy_replay.outcome import Setting, run
from inventory_svc.policy_replay.periodic_review import (
    Opening,
    Replayed,
    replay,
    review_weeks,
    steady_opening,
)
from inventory_svc.policy_replay.recommended import recommended
from inventory_svc.policy_replay.report import html_report
from inventory_svc.policy_replay.tables import grid_table, summary
from inventory_svc.stock.assumptions import REVIEW_DAYS, SERVICE_LEVEL
from inventory_svc.stock.demand_distribution import Ints
from inventory_svc.stock.refresh import refresh_stock

STATS: Any = importlib.import_module("scipy.stats")
FIRST = date(2011, 3, 4)
UNITS = st.integers(0, 40)


def replay_loop(
    demand: Sequence[int], levels: Sequence[int], lead: int, phase: int, review: int, stock: int
) -> list[tuple[int, int, int]]:
    """One product, nothing on order at first: (ordered, sold, left) of each week."""
    on_order: deque[tuple[int, int]] = deque()
    weeks: list[tuple[int, int, int]] = []
    for week, units_ordered in enumerate(demand):
        while on_order and on_order[0][0] == week:
            stock += on_order.popleft()[1]
        order = 0
        if week % review == phase:
            order = max(levels[week] - stock - sum(units for _, units in on_order), 0)
            on_order.append((week + lead, order))
        sold = min(stock, units_ordered)
        stock -= sold
        weeks.append((order, sold, stock))
    return weeks


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(UNITS, st.integers(0, 90)), min_size=1, max_size=15),
    st.integers(1, 4),
    st.sampled_from([(0, 1), (0, 2), (1, 2)]),
    UNITS,
)
def test_replay_matches_a_plain_loop_and_conserves_units(
    weeks: list[tuple[int, int]], lead: int, schedule: tuple[int, int], stock: int
) -> None:
    """Start + received - sold = end every week; every order arrives exactly a lead time later."""
    demand, levels = (np.array([row]) for row in zip(*weeks, strict=True))
    phase, review = schedule
    reviewed = review_weeks(np.array([phase]), len(weeks), review)
    opening = Opening(np.array([stock]), np.zeros((1, lead), np.int64))
    replayed = replay(demand, levels, reviewed, opening)
    expected = replay_loop(demand[0].tolist(), levels[0].tolist(), lead, phase, review, stock)
    columns = (replayed.ordered[0].tolist(), replayed.sold[0].tolist(), replayed.left[0].tolist())
    assert list(zip(*columns, strict=True)) == expected
    start = np.concatenate([replayed.opening[:, None], replayed.left[:, :-1]], axis=1)
    assert (start + replayed.received - replayed.sold == replayed.left).all()
    assert (replayed.sold + replayed.lost == demand).all()
    assert (replayed.received[:, lead:] == replayed.ordered[:, : max(len(weeks) - lead, 0)]).all()
    assert not replayed.received[:, :lead].any()


def poisson_replay(rate: float, level: int, lead: int, review: int) -> Replayed:
    """20,000 products of Poisson demand for forty weeks, starting from the steady state."""
    shape = (20_000, 40)
    demand = np.random.default_rng(11).poisson(rate, shape).astype(np.int64)
    phase = np.arange(shape[0]) % review
    opening = steady_opening(np.full(shape[0], level), np.full(shape[0], rate), phase, lead, review)
    levels = np.full(shape, level)
    return replay(demand, levels, review_weeks(phase, shape[1], review), opening)


@pytest.mark.parametrize(("rate", "level"), [(3.0, 6), (3.0, 9), (0.5, 2), (12.0, 30)])
def test_lost_sales_match_the_markov_chain(rate: float, level: int) -> None:
    """With lead time and review of a week, fill rate and stock match the stationary chain.

    With h on hand after arrivals and S - h on order, next week begins with (h - D)+ + S - h.
    """
    chance = STATS.poisson.pmf(np.arange(200), rate)
    transitions = np.zeros((level + 1, level + 1))
    for on_hand in range(level + 1):
        for units_ordered, weight in enumerate(chance):
            transitions[on_hand, max(on_hand - units_ordered, 0) + level - on_hand] += weight
    stationary = np.linalg.matrix_power(transitions, 4096)[0]
    met = np.array([np.minimum(on_hand, np.arange(200)) @ chance for on_hand in range(level + 1)])
    replayed = poisson_replay(rate, level, 1, 1)
    later = slice(10, None)
    fill_rate = replayed.sold[:, later].sum() / (replayed.sold + replayed.lost)[:, later].sum()
    assert fill_rate == pytest.approx(stationary @ met / rate, abs=0.003)
    left = stationary @ (np.arange(level + 1) - met)
    assert replayed.left[:, later].mean() == pytest.approx(left, rel=0.01)


@pytest.mark.parametrize(("lead", "review"), [(1, 2), (2, 1), (2, 2), (4, 2)])
def test_fill_rate_is_near_the_backorder_formula_at_high_service(lead: int, review: int) -> None:
    """With backorders, the fill rate is 1 - (E[(D(L+R) - S)+] - E[(D(L) - S)+]) / E[D(R)].

    Hadley and Whitin, Analysis of Inventory Systems (1963), section 5-2, the order-up-to policy. A
    sale that is lost does not take from the next delivery, so somewhat less is short.
    """
    rate = 5.0
    level = int(STATS.poisson.ppf(0.97, rate * (lead + review)))

    def backordered(weeks: int) -> float:
        units = np.arange(level, level + 200)
        return float(STATS.poisson.sf(units, rate * weeks).sum())

    replayed = poisson_replay(rate, level, lead, review)
    closed = (backordered(lead + review) - backordered(lead)) / (rate * review)
    assert 0.6 * closed < replayed.lost.sum() / (replayed.sold + replayed.lost).sum() < closed


@pytest.mark.parametrize("setting", SETTINGS)
def test_steady_demand_starts_in_steady_state(setting: Setting) -> None:
    """If demand is always as expected nothing is lost, and all review periods are alike."""
    lead, review = setting.lead_weeks, setting.review_weeks
    phase = np.arange(2) % review
    level = np.full(2, 10 * (lead + review) + 7)
    opening = steady_opening(level, np.full(2, 10.0), phase, lead, review)
    demand = np.full((2, 12), 10)
    reviewed = review_weeks(phase, 12, review)
    replayed = replay(demand, np.repeat(level[:, None], 12, axis=1), reviewed, opening)
    assert not replayed.lost.any()
    assert (replayed.left[:, review:] == replayed.left[:, :-review]).all()
    assert (replayed.ordered[reviewed] == 10 * review).all()
    assert replayed.left.min() == 7


def test_average_stock_is_the_mean_of_opening_and_closing() -> None:
    """By hand: 10 and 6 in the first week, 6 and 6 in the second."""
    opening = Opening(np.array([10]), np.zeros((1, 1), np.int64))
    levels = np.zeros((1, 2), np.int64)
    replayed = replay(np.array([[4, 0]]), levels, np.ones((1, 2), np.bool_), opening)
    assert replayed.average_stock.tolist() == [7.0]


def weekly_ledger(units: Ints, first: date = FIRST) -> pl.DataFrame:
    """Products P0, P1 … sell these units on each week's third day, replayed from `first`."""
    lines: list[dict[str, Any]] = []
    for (at, week), quantity in np.ndenumerate(units):
        if quantity:
            day = first + timedelta(days=7 * (week - PAST_WEEKS) + 2)
            lines.append(
                {
                    "stock_code": f"P{at}",
                    "ordered_at": datetime(day.year, day.month, day.day, 12),  # noqa: DTZ001 - the shop's wall clock
                    "quantity": int(quantity),
                    "returned_quantity": 0,
                    "unit_price": 2.0 + at,
                }
            )
    return pl.DataFrame(lines).with_columns(pl.col("ordered_at").cast(pl.Datetime("us")))


def weeks_of(weeks: int) -> list[date]:
    """First days of the replayed weeks."""
    return [FIRST + timedelta(days=7 * week) for week in range(weeks)]


def simulated_holdout(products: int = 12, weeks: int = 8, seed: int = 5) -> Holdout:
    """Products of different demand levels, weeks of negative binomial demand."""
    random = np.random.default_rng(seed)
    weekly_mean = np.linspace(2, 40, products)[:, None]
    rate = random.gamma(2, weekly_mean / 2, (products, PAST_WEEKS + weeks))
    units = random.poisson(rate).astype(np.int64)
    return build_holdout(weekly_ledger(units), weeks_of(weeks), products)


def constant_forecasts(holdout: Holdout) -> pl.DataFrame:
    """A forecast for every product and origin, the same in all weeks."""
    means = holdout.units[:, :PAST_WEEKS].mean(axis=1)
    return pl.concat(
        pl.DataFrame(
            {"stock_code": holdout.codes, "mean": means, "p10": means * 0.3, "p90": means * 1.9}
        ).select(pl.lit(origin).alias("origin"), pl.all())
        for origin in holdout.origins
    )


def test_holdout_weeks_match_the_ledger() -> None:
    """By hand: the products of most prior revenue, weeks from the origin's day, the price paid."""
    units = np.zeros((3, PAST_WEEKS + 2), np.int64)
    units[0, 50], units[1, 51], units[2, 51] = 100, 90, 1
    units[:, PAST_WEEKS:] = [[1, 0], [2, 5], [900, 900]]
    ledger = weekly_ledger(units)
    free = ledger.head(1).with_columns(unit_price=pl.lit(0.0))
    holdout = build_holdout(pl.concat([ledger, free]), weeks_of(2), 2)
    assert holdout.codes.to_list() == ["P1", "P0"]  # 270 and 200; P2 sold only later
    assert holdout.price.tolist() == [3.0, 2.0]
    assert holdout.demand.tolist() == [[2, 5], [1, 0]]
    assert holdout.units[:, :PAST_WEEKS].sum(axis=1).tolist() == [90, 100]
    assert np.flatnonzero(holdout.opened).tolist() == [50, 51, 52, 53]
    assert holdout.first_sale.tolist() == [51, 50]


def test_moving_average_matches_the_statistics_module() -> None:
    """Mean and deviation of the window's open weeks; those before the first sale do not count."""
    units = np.array([[5, 0, 0, 7, 3, 8, 1], [0, 0, 0, 0, 4, 6, 9]])
    opened = np.array([True, True, False, True, True, True, True])
    before = PAST_WEEKS - 5
    holdout = Holdout(
        codes=pl.Series(["A", "B"]),
        origins=weeks_of(2),
        units=np.pad(units, ((0, 0), (before, 0))),
        opened=np.pad(opened, (before, 0)),
        price=np.ones(2),
        first_sale=before + np.array([0, 4]),
    )
    policy = moving_average(holdout, 4)
    assert policy.expected[0].tolist() == [mean([5, 0, 7, 3]), mean([0, 7, 3, 8])]
    assert policy.deviation[0] == pytest.approx([stdev([5, 0, 7, 3]), stdev([0, 7, 3, 8])])
    assert policy.expected[1].tolist() == [4, 5]
    assert policy.deviation[1] == pytest.approx([0, stdev([4, 6])])
    expected = 3 * 3.75 + 1.5 * stdev([5, 0, 7, 3]) * 3**0.5
    assert policy.levels(3, 1.5)[0, 0] == int(expected) + 1


def test_equal_policies_have_equal_outcomes() -> None:
    """Two policies with the same levels have equal outcomes and one exchange curve."""
    holdout = simulated_holdout()
    one, other = (moving_average(holdout, 8) for _ in range(2))
    outcome = run(holdout, one, SETTINGS[3], 1.3)
    assert outcome == run(holdout, other, SETTINGS[3], 1.3)
    points = [run(holdout, other, SETTINGS[3], z) for z in (0.0, 1.3, 3.0)]
    curve = exchange_curve(
        np.array([point.fill_rate for point in points]),
        np.array([point.stock_value for point in points]),
    )
    assert curve.at(outcome.fill_rate) == pytest.approx(outcome.stock_value)


def test_exchange_curve_interpolates_and_never_extrapolates() -> None:
    """Points may be in any order; beyond them the curve has no value."""
    curve = exchange_curve(np.array([0.9, 0.8]), np.array([30.0, 10.0]))
    assert curve.at(0.85) == pytest.approx(20)
    assert curve.at(0.79) is None
    assert curve.at(0.91) is None


@pytest.mark.parametrize("cut", [1, 4, 7])
def test_later_sales_do_not_change_earlier_orders(cut: int) -> None:
    """With any demand from week t on, levels up to t, earlier orders and the choice are equal."""
    holdout = simulated_holdout()
    units = holdout.units.copy()
    units[:, PAST_WEEKS + cut :] = 1000 - units[:, PAST_WEEKS + cut :]
    names = [int(code[1:]) for code in holdout.codes]
    ledger = weekly_ledger(units[np.argsort(names)])
    other = build_holdout(ledger, holdout.origins, len(holdout.codes))
    assert other.codes.to_list() == holdout.codes.to_list()
    assert (other.price == holdout.price).all()
    for before, after, service in (
        (
            recommended(holdout, constant_forecasts(holdout)),
            recommended(other, constant_forecasts(holdout)),
            0.95,
        ),
        (
            moving_average(holdout, 8),
            moving_average(other, 8),
            1.64,
        ),
    ):
        levels, changed = before.levels(3, service), after.levels(3, service)
        assert (levels[:, : cut + 1] == changed[:, : cut + 1]).all()
        always = np.ones(levels.shape, np.bool_)
        opening = Opening(levels[:, 0], np.zeros((len(levels), 2), np.int64))
        first = replay(holdout.demand, levels, always, opening)
        second = replay(other.demand, changed, always, opening)
        assert (first.ordered[:, : cut + 1] == second.ordered[:, : cut + 1]).all()


def test_replayed_levels_match_a_refresh(tmp_path: Path) -> None:
    """The level of the first week is the reorder point that a refresh of that day writes."""
    holdout = simulated_holdout()
    names = [int(code[1:]) for code in holdout.codes]
    ledger = weekly_ledger(holdout.units[np.argsort(names)])
    forecasts = constant_forecasts(holdout)
    ledger.filter(pl.col("ordered_at").dt.date() < FIRST).write_parquet(tmp_path / "ledger.parquet")
    pl.DataFrame({"stock_code": holdout.codes.sort()}).with_columns(
        unit_price=pl.lit(2.0), shelf_price=pl.lit(None, pl.Float64)
    ).write_parquet(tmp_path / "catalogue.parquet")
    forecasts.filter(pl.col("origin") == FIRST).select(
        StockCode="stock_code", Predicted_7d_Demand="mean", P10="p10", P90="p90"
    ).write_csv(tmp_path / "predicted_7d_demand.csv")
    refresh_stock(tmp_path, as_of=FIRST)
    state = pl.read_csv(tmp_path / "inventory_state.csv")
    reorder_points = dict(state.select("StockCode", "Reorder_Point").iter_rows())
    assert state["Lead_Time_Days"].unique().to_list() == [REVIEW_DAYS] == [7]
    levels = recommended(holdout, forecasts).levels(2, SERVICE_LEVEL)
    assert dict(zip(holdout.codes, levels[:, 0].tolist(), strict=True)) == reorder_points


def test_grid_has_every_cell_and_consistent_savings() -> None:
    """Eighteen cells; the share saved follows from both values; the page says “simulation”."""
    holdout = simulated_holdout()
    steps: list[tuple[int, int]] = []
    comparison = compare(
        holdout,
        recommended(holdout, constant_forecasts(holdout)),
        lambda cleaned, of: steps.append((cleaned, of)),
    )
    table = grid_table(comparison)
    cells = table.select("lead_weeks", "review_weeks", "service_target").unique()
    assert cells.height == table.height == len(SETTINGS) * len(SERVICE_TARGETS) == 18
    compared = table.drop_nulls("stock_value_saved")
    assert compared.height > 0
    value = compared["recommended_stock_value"] / compared["average_stock_value_at_equal_fill"]
    assert (1 - value).to_list() == pytest.approx(compared["stock_value_saved"].to_list(), abs=1e-3)
    rising = table.group_by("lead_weeks", "review_weeks", maintain_order=True).agg(
        pl.col("recommended_stock_value").diff().drop_nulls().min().alias("step")
    )
    assert (rising["step"] >= 0).all()
    assert steps[-1] == (len(steps), len(steps))
    page = html_report(holdout, comparison)
    assert "A simulation" in page
    assert summary(comparison).split(" than ")[0] in page
    assert page.count("<svg") == len(SETTINGS)


def test_product_without_a_forecast_is_not_ordered() -> None:
    """Without a forecast at an origin the level is 0, whatever was sold before."""
    holdout = simulated_holdout()
    forecasts = constant_forecasts(holdout).filter(pl.col("stock_code") != holdout.codes[2])
    levels = recommended(holdout, forecasts).levels(2, 0.95)
    assert not levels[2].any()
    assert levels[1].all()
