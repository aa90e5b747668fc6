"""Size of the holdout, and how it is drawn."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_svc.delivery.holdout_draw import draw
from campaign_svc.delivery.holdout_size import propose, smallest_effect


def power_by_simulation(customers: int, held_out: int, baseline: float, effect: float) -> float:
    """Share of simulated campaigns whose two-proportion z test is significant at 5%."""
    dice = random.Random(7)  # noqa: S311 - no secret
    treated, found, rounds = customers - held_out, 0, 600
    for _ in range(rounds):
        one = _binomial(dice, treated, baseline + effect) / treated
        other = _binomial(dice, held_out, baseline) / held_out
        variance = one * (1 - one) / treated + other * (1 - other) / held_out
        found += variance > 0 and abs(one - other) > 1.959964 * math.sqrt(variance)
    return found / rounds


def _binomial(dice: random.Random, trials: int, share: float) -> int:
    return sum(dice.random() < share for _ in range(trials))


@pytest.mark.parametrize(
    ("customers", "baseline", "effect"), [(1000, 0.4, 0.1), (3000, 0.05, 0.03), (600, 0.2, 0.15)]
)
def test_proposed_holdout_has_the_stated_power(
    customers: int, baseline: float, effect: float
) -> None:
    """With the proposed holdout, simulations detect the effect in about 80 of 100 cases."""
    found = propose(customers, baseline, effect)
    assert found.enough
    assert 0.74 < power_by_simulation(customers, found.size, baseline, effect) < 0.86
    assert found.detectable == pytest.approx(effect, abs=0.003)


@given(
    customers=st.integers(0, 100_000),
    baseline=st.floats(0, 0.99),
    effect=st.floats(0.001, 1),
)
def test_proposed_holdout_is_the_smallest_sufficient(
    customers: int, baseline: float, effect: float
) -> None:
    """One customer fewer can't detect the effect; if half of all can't, it says so."""
    effect = min(effect, 1 - baseline)
    found = propose(customers, baseline, effect)
    if found.enough:
        assert 1 <= found.size <= customers // 2
        assert found.detectable is not None
        assert found.detectable <= effect + 1e-4
        fewer = smallest_effect(customers, found.size - 1, baseline)
        assert fewer is None or fewer >= effect - 1e-4
    else:
        assert found.size == 0
        assert "too few to measure a rise" in found.sentence
        assert found.detectable is None or found.detectable >= effect - 1e-4


@given(st.sets(st.text(min_size=1, max_size=8), min_size=1, max_size=200), st.text(), st.data())
def test_each_customer_is_recipient_or_held_out(
    people: set[str], seed: str, data: st.DataObject
) -> None:
    """Each customer is in exactly one group, sizes are exact, and a seed repeats the draw."""
    people = {one for one in people if one.isprintable()} or {"x"}
    seed = "".join(c for c in seed if c.isprintable())
    size = data.draw(st.integers(0, len(people)))
    recipients, holdout = draw(people, size, seed)
    assert sorted(recipients + holdout) == sorted(people)
    assert len(holdout) == size
    assert draw(sorted(people, reverse=True), size, seed) == (recipients, holdout)


def test_draw_is_uniform() -> None:
    """Over many seeds each customer is held out equally often, within chance."""
    people = [str(number) for number in range(50)]
    counts = dict.fromkeys(people, 0)
    for seed in range(2000):
        for one in draw(people, 10, str(seed))[1]:
            counts[one] += 1
    squares = sum((count - 400) ** 2 / 400 for count in counts.values())
    assert squares < 90  # chi-squared, 49 degrees of freedom: 0.0003 above
