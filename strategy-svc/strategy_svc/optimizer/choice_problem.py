"""Which campaigns to run, as a mathematical programme: at most one option per product.

Maximise the sum of `value` over the options chosen, where at most `max_options` are chosen, at most
`max_per_segment` of a segment, at most `max_per_category` of a category, their `discount_cost`
stays within `budget`, and their `stock_cleared` reaches `least_cleared`. Products in `forced` must
be chosen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Tolerance for floating-point error when unrounded amounts are compared.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class ChoiceProblem:
    """N options, sorted by product.

    Attributes:
        product: Number of the product, ascending, so options of one product are adjacent.
        value: Value of choosing the option.
        discount_cost: Money given away.
        stock_cleared: Stock cleared, money at cost.
        segment: Number of the segment addressed, from 0.
        category: Number of the category, from 0; -1 for none.
        forced: True for options of products that must be chosen.
        segments: How many segments there are.
        max_options, max_per_segment: Limits.
        max_per_category, budget, least_cleared: Limits; None for none.
    """

    product: Ints
    value: Floats
    discount_cost: Floats
    stock_cleared: Floats
    segment: Ints
    category: Ints
    forced: Bools
    segments: int
    max_options: int
    max_per_segment: int
    max_per_category: int | None
    budget: float | None
    least_cleared: float | None

    @property
    def size(self) -> int:
        """How many options there are."""
        return len(self.product)


@dataclass(frozen=True)
class Solution:
    """The options chosen, with a proven bound.

    Attributes:
        chosen: Ascending numbers of options.
        value: Sum of their values.
        bound: No choice can be worth more.
        solver: The method that found it.
    """

    chosen: Ints
    value: float
    bound: float
    solver: str

    @property
    def gap(self) -> float:
        """The largest possible distance from the bound, as a share of the larger of the two."""
        scale = max(abs(self.value), abs(self.bound), TOLERANCE)
        return max(self.bound - self.value, 0.0) / scale


class InfeasibleError(ValueError):
    """No choice satisfies all limits; the message names the limit."""


def violations(problem: ChoiceProblem, chosen: Ints) -> list[str]:
    """Limits that a choice breaks, by name; empty when it breaks none."""
    product = problem.product[chosen]
    found = {
        "one campaign per product": len(np.unique(product)) < len(product),
        "locked": bool(set(problem.product[problem.forced].tolist()) - set(product.tolist())),
        "max_campaigns": len(chosen) > problem.max_options,
        "max_per_customer": _fullest(problem.segment[chosen]) > problem.max_per_segment,
        "max_per_category": problem.max_per_category is not None
        and _fullest(problem.category[chosen]) > problem.max_per_category,
        "discount_budget": problem.budget is not None
        and float(problem.discount_cost[chosen].sum()) > problem.budget + TOLERANCE,
        "min_freed": problem.least_cleared is not None
        and float(problem.stock_cleared[chosen].sum()) < problem.least_cleared - TOLERANCE,
    }
    return [name for name, broken in found.items() if broken]


def _fullest(groups: Ints) -> int:
    known = groups[groups >= 0]
    return int(np.bincount(known).max()) if known.size else 0
