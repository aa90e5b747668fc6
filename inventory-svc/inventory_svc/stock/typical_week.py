"""A product's typical week: mean and standard deviation of its units since its first sale."""

from dataclasses import dataclass

import numpy as np

from inventory_svc.stock.demand_distribution import Floats, Ints


@dataclass(frozen=True)
class TypicalWeek:
    """Mean and spread of weekly units of each product.

    Attributes:
        mean: Units per week; 0 without a sale.
        deviation: Standard deviation of a week's units; 0 for a single week.
        weeks: Number of weeks behind it.
    """

    mean: Floats
    deviation: Floats
    weeks: Ints


def typical_week(units: Ints, age: Ints) -> TypicalWeek:
    """The typical week from the units of the last weeks.

    Args:
        units: Products x weeks, 0 before a product's first sale.
        age: Weeks since the first sale, including that week; 0 without one.
    """
    weeks = np.minimum(age, units.shape[1])
    total: Ints = units.sum(axis=1)
    squares: Ints = (units * units).sum(axis=1)
    mean: Floats = total / np.maximum(weeks, 1)
    variance: Floats = np.maximum(squares - total * mean, 0) / np.maximum(weeks - 1, 1)
    return TypicalWeek(mean, np.sqrt(variance), weeks)
