"""The best alternative for a product."""

from dataclasses import dataclass

import numpy as np

from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.optimum import Optimum
from strategy_svc.optimizer.selection_shrinkage import estimated_probability


@dataclass(frozen=True)
class Alternative:
    """Another discount for the same segment; all None for doing nothing.

    Attributes:
        discount: Percent.
        target_cluster: The segment.
        gain: Expected gain compared with doing nothing, money.
        p_gain: Probability that this gain is above 0.
    """

    discount: int | None = None
    target_cluster: str | None = None
    gain: float = 0.0
    p_gain: float | None = None


def best_alternative(found: Optimum, place: int, settings: PlanSettings) -> Alternative:
    """The best other discount for the same segment that the rules allow, or doing nothing.

    Args:
        found: The optimum.
        place: Position of the campaign among the chosen.
        settings: The plan's constraints.
    """
    product, step, segment = (int(number) for number in found.chosen[place])
    gains = np.where(found.options.allowed, found.options.risk_adjusted_gain, -np.inf)[
        product, :, segment
    ]
    gains[step] = -np.inf
    other = int(np.argmax(gains))
    if not np.isfinite(gains[other]) or gains[other] <= 0:
        return Alternative()
    at = (product, other, segment)
    return Alternative(
        discount=settings.allowed_discounts[other],
        target_cluster=SEGMENTS[segment],
        gain=round(float(found.options.gain[at]), 2) + 0.0,
        p_gain=estimated_probability(float(found.options.p_gain[at])),
    )
