"""How many customers to hold out to be able to detect a relevant effect.

Normal approximation for the difference of two proportions with unequal groups (Fleiss, Levin and
Paik, Statistical Methods for Rates and Proportions, 3rd ed., 4.3): with a group of n treated and m
held out, an effect d is detected with power 1-b at level a (two-sided) when

    d >= (z(1 - a/2) + z(1 - b)) * sqrt(p1 q1 / n + p0 q0 / m),   p1 = p0 + d
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from fleet.sentences import render
from fleet.statements import Statement, statement

LEVEL: Final = 0.05
POWER: Final = 0.80
_Z: Final = NormalDist().inv_cdf(1 - LEVEL / 2) + NormalDist().inv_cdf(POWER)
_STEPS: Final = 60


@dataclass(frozen=True)
class Proposal:
    """A holdout for one audience.

    Attributes:
        size: Customers to hold out; 0 if even half of them would not be enough.
        enough: Whether the effect worth detecting can be detected.
        detectable: The smallest effect that `size` (otherwise half of all) detects; None if there
            is none.
        sentence: The result in words.
        statement: The sentence as a code and its values.
    """

    size: int
    enough: bool
    detectable: float | None
    sentence: str
    statement: Statement


def propose(customers: int, baseline: float, effect: float) -> Proposal:
    """The smallest holdout that detects `effect`.

    Args:
        customers: Number of customers who could be contacted.
        baseline: Share that would buy anyway, 0 to 1.
        effect: Increase of that share to detect, above 0, at most 1 - baseline.
    """
    half = customers // 2
    if half < 1 or not _detects(customers, half, baseline, effect):
        return _too_small(customers, half, baseline, effect)
    low, high = 0, half  # only `high` detects it: up to half, larger is better
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if _detects(customers, middle, baseline, effect) else (middle, high)
        )
    proposed = statement(
        "holdout_proposed", size=high, customers=customers, share=baseline, raised=baseline + effect
    )
    detectable = smallest_effect(customers, high, baseline)
    return Proposal(high, True, detectable, render(proposed), proposed)


def smallest_effect(customers: int, held_out: int, baseline: float) -> float | None:
    """The smallest increase that this holdout detects; None if it cannot detect any."""
    low, high = 0.0, 1.0 - baseline
    if not _detects(customers, held_out, baseline, high):
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if _detects(customers, held_out, baseline, middle) else (middle, high)
        )
    return round(high, 4)


def _too_small(customers: int, half: int, baseline: float, effect: float) -> Proposal:
    detectable = smallest_effect(customers, half, baseline) if half else None
    too_small = statement(
        "holdout_too_small", customers=customers, effect=effect, detectable=detectable
    )
    return Proposal(0, False, detectable, render(too_small), too_small)


def _detects(customers: int, held_out: int, baseline: float, effect: float) -> bool:
    treated = customers - held_out
    if held_out < 1 or treated < 1 or effect <= 0:
        return False
    raised = baseline + effect
    variance = raised * (1 - raised) / treated + baseline * (1 - baseline) / held_out
    return effect >= _Z * math.sqrt(max(variance, 0.0))
