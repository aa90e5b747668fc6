"""Order-up-to levels the classic way: moving average + z·sigma.

S = (L + R)·m + z·s·√(L + R), with m and s the mean and standard deviation of the units of the last
weeks, each week normal and independent of the others (Silver, Pyke, Thomas, "Inventory and
Production Management in Supply Chains", 4th ed. (2017), section 6.9).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inventory_svc.stock.demand_distribution import Bools, Floats, Ints

_HAIR = 1e-9  # a level of exactly 12 units must not become 13 by a rounding error


@dataclass(frozen=True)
class MovingAverage:
    """The policy, as it would have been at the beginning of each replayed week.

    Attributes:
        expected: Mean units of the weeks before, products x weeks.
        deviation: Their standard deviation.
    """

    expected: Floats
    deviation: Floats

    def levels(self, weeks: int, service: float) -> Ints:
        """Whole units for `weeks` = lead time + review period; `service` is z."""
        level = self.expected * weeks + service * self.deviation * math.sqrt(weeks)
        return np.ceil(np.maximum(level, 0) - _HAIR).astype(np.int64)


def moving_average(units: Ints, opened: Bools, first: int, window: int) -> MovingAverage:
    """The policy that looks at the last `window` open weeks before each week from `first` on.

    Weeks in which the whole shop was closed are left out, and so are those before a product's
    first sale: both would make the average too low.

    Args:
        units: Products x weeks, oldest first.
        opened: Per week, whether the shop sold anything.
        first: The first week that is looked ahead to.
        window: Open weeks, at least 2.
    """
    means: list[Floats] = []
    deviations: list[Floats] = []
    for week in range(first, units.shape[1]):
        columns = np.flatnonzero(opened[:week])[-window:]
        mean, deviation = _moments(units[:, columns], _first_sale(units[:, :week]), columns)
        means.append(mean)
        deviations.append(deviation)
    return MovingAverage(np.column_stack(means), np.column_stack(deviations))


def _first_sale(units: Ints) -> Ints:
    """Column of each product's first sale; the number of columns where there is none."""
    some = units > 0
    first = some.argmax(axis=1).astype(np.int64)
    first[~some.any(axis=1)] = units.shape[1]
    return first


def _moments(units: Ints, first_sale: Ints, columns: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    weeks: Ints = (columns[None, :] >= first_sale[:, None]).sum(axis=1)
    total = units.sum(axis=1)
    squares = (units * units).sum(axis=1)
    mean: Floats = total / np.maximum(weeks, 1)
    spread: Floats = np.maximum(squares - total * mean, 0) / np.maximum(weeks - 1, 1)
    deviation: Floats = np.sqrt(spread)
    return mean, deviation
