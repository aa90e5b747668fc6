"""Simulated campaigns on real customers, without any effect and with a planted one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategy_svc.holdout.cuped import Lift, lift
from strategy_svc.holdout.group_moments import Floats, moments


@dataclass(frozen=True)
class SimulationResult:
    """Shares of the campaigns with a significant change.

    Attributes:
        adjusted: Share whose adjusted interval excludes 0, on the planted side.
        plain: The same for the unadjusted interval.
        mean_lift: Mean of the adjusted lifts.
        variance_kept: Mean of `Lift.variance_kept`.
    """

    adjusted: float
    plain: float
    mean_lift: float
    variance_kept: float


def simulate_campaigns(
    before: Floats, after: Floats, held_out: int, *, effect: float, campaigns: int, seed: int
) -> SimulationResult:
    """Draw a holdout repeatedly, plant `effect` in the other customers, and measure the lift.

    Args:
        before: Covariate of each customer.
        after: Outcome of each; 0 or 1 if an effect is planted.
        held_out: Customers held out.
        effect: Increase of the share that buys; 0 is A/A, where both sides count.
        campaigns: Number of campaigns.
        seed: Random seed.
    """
    rng = np.random.default_rng(seed)
    found = [_one(before, after, held_out, effect, rng) for _ in range(campaigns)]
    plain = [one.plain_low > 0 or (effect == 0 and one.plain_high < 0) for one in found]
    adjusted = [one.low > 0 or (effect == 0 and one.high < 0) for one in found]
    return SimulationResult(
        float(np.mean(adjusted)),
        float(np.mean(plain)),
        float(np.mean([one.lift for one in found])),
        float(np.mean([one.variance_kept for one in found])),
    )


def _one(
    before: Floats, after: Floats, held_out: int, effect: float, rng: np.random.Generator
) -> Lift:
    order: NDArray[np.int64] = rng.permutation(len(after))
    control, treated = order[:held_out], order[held_out:]
    outcome = after[treated]
    if effect:
        share = effect / (1 - after.mean())
        outcome = np.where(rng.random(len(treated)) < share, np.maximum(outcome, 1.0), outcome)
    found = lift(moments(before[treated], outcome), moments(before[control], after[control]))
    if found is None:
        raise ValueError("a group is too small to be measured")
    return found
