"""A large choice problem, for tests and benchmarks of the optimizer."""

import numpy as np

from strategy_svc.optimizer.choice_problem import ChoiceProblem


def large_problem(*, least_cleared: float | None) -> ChoiceProblem:
    """5,000 products x 11 discounts."""
    rng = np.random.default_rng(0)
    size, steps = 5_000, 11
    count = size * steps
    return ChoiceProblem(
        product=np.repeat(np.arange(size), steps),
        value=rng.normal(-0.5, 3, count),
        discount_cost=rng.gamma(1.0, 1.0, count),
        stock_cleared=rng.gamma(1.0, 2.0, count),
        segment=rng.integers(0, 5, count),
        category=np.repeat(rng.integers(0, 1_000, size), steps),
        forced=np.zeros(count, dtype=bool),
        segments=5,
        max_options=100,
        max_per_segment=40,
        max_per_category=1,
        budget=60.0,
        least_cleared=least_cleared,
    )
