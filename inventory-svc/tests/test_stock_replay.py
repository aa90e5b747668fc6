"""The stock replay against an independent loop, and the order-up-to level against its formula."""

import math
from collections import deque
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_svc.stock.assumptions import ReplayPolicy
from inventory_svc.stock.reorder_point import order_up_to
from inventory_svc.stock.stock_replay import replay

SHORT = ReplayPolicy(review_days=3, lead_time_days=2, history_days=5, replay_days=12)


def level(history: list[int], policy: ReplayPolicy) -> int:
    """Order-up-to level from the statistics module, in exact decimals where it matters."""
    horizon = policy.review_days + policy.lead_time_days
    spread = stdev(history) if len(history) > 1 else 0.0
    return math.ceil(mean(history) * horizon + policy.z * spread * math.sqrt(horizon) - 1e-9)


def replay_one(demand: list[int], review_day: int, policy: ReplayPolicy) -> int:
    """One product, day by day, sharing no code with the code under test."""
    start = max(0, len(demand) - policy.replay_days)
    opening = demand[max(0, start - policy.history_days) : start] or demand[: policy.history_days]
    on_hand = level(opening, policy)
    on_order: deque[tuple[int, int]] = deque()
    for day in range(start, len(demand)):
        while on_order and on_order[0][0] == day:
            on_hand += on_order.popleft()[1]
        on_hand = max(on_hand - demand[day], 0)
        if day % policy.review_days == review_day:
            recent = demand[max(0, start - policy.history_days) : day + 1][-policy.history_days :]
            position = on_hand + sum(units for _, units in on_order)
            missing = level(recent, policy) - position
            if missing > 0:
                on_order.append((day + policy.lead_time_days, missing))
    return on_hand


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=18, max_size=18), min_size=1, max_size=6),
    st.integers(1, 18),
    st.integers(0, 2),
)
def test_replay_matches_a_loop_over_one_product(
    demands: list[list[int]], days: int, review_day: int
) -> None:
    """For any demand, any length of ledger and any review day, unit for unit."""
    cut = [row[-days:] for row in demands]
    grid = np.array(cut, np.int32)
    found = replay(grid, np.full(len(cut), review_day, np.int64), SHORT)
    assert found.tolist() == [replay_one(row, review_day, SHORT) for row in cut]


def test_level_of_steady_demand_covers_review_and_lead_time() -> None:
    """Four units every day, seven days of review and seven of lead time: 56, not 57."""
    total, squares = np.array([4 * 56]), np.array([16 * 56])
    assert order_up_to(total, squares, 56, ReplayPolicy()).tolist() == [56]


def test_level_covers_the_service_level_of_normal_demand() -> None:
    """With the level's z, demand over review and lead time exceeds it in one case of ten."""
    rng = np.random.default_rng(7)
    daily = rng.normal(100, 20, (20_000, 14)).sum(axis=1)
    horizon_level = 14 * 100 + ReplayPolicy().z * 20 * math.sqrt(14)
    assert (daily <= horizon_level).mean() == pytest.approx(0.90, abs=0.01)


def test_product_that_never_sells_is_never_ordered() -> None:
    """Without demand there is no stock."""
    assert replay(np.zeros((1, 30), np.int32), np.array([0]), SHORT).tolist() == [0]


def test_discontinued_product_keeps_its_stock() -> None:
    """Stock that was ordered for past sales remains on the shelf."""
    demand = np.array([[9] * 12 + [0] * 12], np.int32)
    assert replay(demand, np.array([0]), SHORT)[0] > 0
