"""Suggested orders and risks, against a simulated shelf."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_svc.stock.assumptions import REVIEW_DAYS, SERVICE_LEVEL
from inventory_svc.stock.demand_distribution import week_from_dispersion
from inventory_svc.stock.order_proposal import OrderProposal, Shelf, propose_orders


def propose(
    mean: float, stock: int, *, lead: int = 7, pack: int = 1, shelf_life: float = np.inf
) -> OrderProposal:
    """The proposal for one product whose weeks vary as mean + mean²/2."""
    shelf = Shelf(np.array([stock]), np.array([lead]), np.array([pack]), np.array([shelf_life]))
    return propose_orders(week_from_dispersion(np.array([mean]), 0.5), shelf)


@pytest.mark.parametrize(("mean", "lead"), [(0.4, 7), (3.0, 14), (25.0, 21)])
def test_suggested_order_achieves_the_service_level(mean: float, lead: int) -> None:
    """In simulated demand, stock plus order lasts lead time and review at the service level.

    One unit less would not suffice, and the stock-out probability of the stock matches too.
    """
    stock = 5
    proposal = propose(mean, stock, lead=lead)
    random, draws = np.random.default_rng(3), 300_000
    weeks = (lead + REVIEW_DAYS) // 7
    drawn = random.poisson(random.gamma(2.0, mean / 2, size=(weeks, draws)))
    position = stock + proposal.order[0]
    assert (drawn.sum(axis=0) <= position).mean() >= SERVICE_LEVEL - 0.002
    if proposal.order[0]:
        assert (drawn.sum(axis=0) <= position - 1).mean() < SERVICE_LEVEL + 0.002
    ran_out = (drawn[: lead // 7].sum(axis=0) > stock).mean()
    assert proposal.stock_out[0] == pytest.approx(ran_out, abs=0.004)


def test_order_is_in_whole_packs_and_sells_before_it_spoils() -> None:
    """By hand: level less stock, rounded up to packs of 12, then down to what 10 days can sell."""
    free = propose(14.0, 6)
    assert free.order[0] == free.reorder_point[0] - 6
    packed = propose(14.0, 6, pack=12)
    assert packed.order[0] == -(-free.order[0] // 12) * 12
    # At 2 units a day all 6 sell within a week; 20 sell within 10 days, so one pack of 12 fits.
    assert propose(14.0, 6, pack=12, shelf_life=10).order[0] == 12
    # 34 on hand leave 20 after a week, which already take 10 days to sell.
    assert propose(14.0, 34, shelf_life=10).order[0] == 0


def test_overstock_is_stock_beyond_eight_weeks_of_demand() -> None:
    """By hand: 3 a week allow a stock of 24; without demand all stock is overstock."""
    assert propose(3.0, 100).overstock[0] == 76
    assert propose(0.0, 9).overstock[0] == 9
    assert (propose(0.0, 9).reorder_point[0], propose(0.0, 9).stock_out[0]) == (0, 0)


@settings(deadline=None)
@given(
    mean=st.floats(0, 1e5),
    stock=st.integers(0, 10**9),
    lead=st.integers(0, 730),
    pack=st.integers(1, 10**6),
    shelf_life=st.one_of(st.just(np.inf), st.integers(1, 36_500).map(float)),
)
def test_proposals_are_consistent(
    mean: float, stock: int, lead: int, pack: int, shelf_life: float
) -> None:
    """Never an order beside overstock, never part of a pack, never a negative number."""
    proposal = propose(mean, stock, lead=lead, pack=pack, shelf_life=shelf_life)
    order, level = int(proposal.order[0]), int(proposal.reorder_point[0])
    assert order % pack == 0
    assert 0 <= order < max(level - stock, 0) + pack
    assert not (order and proposal.overstock[0])
    assert 0 <= proposal.stock_out[0] <= 1
    assert 0 <= proposal.safety_stock[0] <= level
    if np.isinf(shelf_life):
        assert stock + order >= level
