"""Classic order-up-to levels: moving average + z·sigma.

S = (L + R)·m + z·s·√(L + R), with m and s the mean and standard deviation of the units of the last
weeks, each week normal and independent of the others (Silver, Pyke, Thomas, "Inventory and
Production Management in Supply Chains", 4th ed. (2017), section 6.9).
"""

import math
from dataclasses import dataclass

import numpy as np

from inventory_svc.policy_replay.holdout import Holdout, replayed_weeks
from inventory_svc.stock.demand_distribution import Floats, Ints
from inventory_svc.stock.typical_week import typical_week

_ROUNDING_SLACK = 1e-9  # a rounding error must not turn a level of exactly 12 units into 13


@dataclass(frozen=True)
class MovingAverage:
    """The policy as of the beginning of each replayed week.

    Attributes:
        expected: Mean units of the preceding weeks, products x weeks.
        deviation: Their standard deviation.
    """

    expected: Floats
    deviation: Floats

    def levels(self, weeks: int, service: float) -> Ints:
        """Whole units for `weeks` = lead time + review period; `service` is z."""
        level = self.expected * weeks + service * self.deviation * math.sqrt(weeks)
        return np.ceil(np.maximum(level, 0) - _ROUNDING_SLACK).astype(np.int64)


def moving_average(holdout: Holdout, window: int) -> MovingAverage:
    """The policy based on the last `window` open weeks before each replayed week.

    Weeks in which the whole shop was closed are excluded, and so are those before a product's
    first sale: both would bias the average downwards.
    """
    weeks = [typical_week(*_before(holdout, week, window)) for week in replayed_weeks(holdout)]
    return MovingAverage(
        np.column_stack([week.mean for week in weeks]),
        np.column_stack([week.deviation for week in weeks]),
    )


def _before(holdout: Holdout, week: int, window: int) -> tuple[Ints, Ints]:
    """Units of the open weeks, and each product's age in them."""
    columns = np.flatnonzero(holdout.opened[:week])[-window:]
    return holdout.units[:, columns], holdout.age(columns)
