"""The optimum compared with brute force, and its speed and bound on a large case."""

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest
from support.choice_problems import large_problem

from strategy_svc.optimizer.choice_problem import (
    ChoiceProblem,
    InfeasibleError,
    Ints,
    Solution,
    violations,
)
from strategy_svc.optimizer.highs import solve_with_highs
from strategy_svc.optimizer.lagrangian import relax
from strategy_svc.optimizer.solver import GOOD_GAP, most_clearable, solve

CASES = 2_000


def random_problem(rng: np.random.Generator, *, covering: bool) -> ChoiceProblem:
    """Up to four products with up to three options each, and tight limits."""
    products, steps = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    count = products * steps
    return ChoiceProblem(
        product=np.repeat(np.arange(products), steps),
        value=rng.normal(-1 if covering else 0.5, 3, count).round(2),
        discount_cost=np.abs(rng.normal(1, 1, count)).round(2),
        stock_cleared=np.abs(rng.normal(2, 2, count)).round(2),
        segment=rng.integers(0, 2, count),
        category=np.repeat(rng.integers(-1, 3, products), steps),
        forced=np.repeat(rng.random(products) < 0.1, steps),
        segments=2,
        max_options=int(rng.integers(1, products + 1)),
        max_per_segment=int(rng.integers(1, products + 1)),
        max_per_category=[None, 1, 2][rng.integers(3)],
        budget=[None, 2.0][rng.integers(2)],
        least_cleared=round(float(rng.uniform(1, 6)), 2) if covering else None,
    )


def best_by_trying(problem: ChoiceProblem) -> float | None:
    """The highest value of all choices within the limits; None if there is none."""
    of_product = [
        [None, *np.flatnonzero(problem.product == number).tolist()]
        for number in range(int(problem.product.max()) + 1)
    ]
    values = [
        float(problem.value[chosen].sum())
        for options in itertools.product(*of_product)
        if not violations(problem, chosen := _chosen(options))
    ]
    return max(values, default=None)


def _chosen(options: tuple[int | None, ...]) -> Ints:
    return np.array([option for option in options if option is not None], dtype=np.int64)


@pytest.mark.parametrize("covering", [False, True], ids=["limits", "clearance"])
def test_optimum_matches_brute_force(covering: bool) -> None:
    """On a thousand small random cases value, bound, limits and infeasibility agree."""
    rng = np.random.default_rng(7 + covering)
    for number in range(CASES // 2):
        problem = random_problem(rng, covering=covering)
        best = best_by_trying(problem)
        if best is None:
            with pytest.raises(InfeasibleError):
                solve(problem)
            continue
        found = solve(problem)
        assert violations(problem, found.chosen) == [], number
        assert found.bound >= best - 1e-6, number
        assert found.value <= best + 1e-6, number
        assert best - found.value <= GOOD_GAP * max(abs(best), abs(found.bound)) + 1e-6, number


def test_violations_name_every_limit() -> None:
    """The checker used by the tests finds each kind of violation on its own."""
    problem = ChoiceProblem(
        product=np.array([0, 0, 1]),
        value=np.ones(3),
        discount_cost=np.ones(3),
        stock_cleared=np.ones(3),
        segment=np.zeros(3, dtype=np.int64),
        category=np.zeros(3, dtype=np.int64),
        forced=np.array([False, False, True]),
        segments=1,
        max_options=1,
        max_per_segment=1,
        max_per_category=1,
        budget=1.5,
        least_cleared=5.0,
    )
    assert set(violations(problem, np.array([0, 1]))) == {
        "one campaign per product",
        "locked",
        "max_campaigns",
        "max_per_customer",
        "max_per_category",
        "discount_budget",
        "min_freed",
    }


@pytest.mark.long
@pytest.mark.parametrize("least_cleared", [None, 500.0], ids=["limits", "clearance"])
def test_five_thousand_products_take_less_than_two_seconds(least_cleared: float | None) -> None:
    """Within two seconds of CPU time the gap is at most 1 % and no limit is violated."""
    problem = large_problem(least_cleared=least_cleared)
    started = time.process_time()
    found = solve(problem)
    cpu_seconds = time.process_time() - started
    assert violations(problem, found.chosen) == []
    assert found.gap <= GOOD_GAP
    assert cpu_seconds <= 2.0


@pytest.mark.slow
def test_both_solvers_bound_each_other() -> None:
    """Neither solver's choice is worth more than the other's bound."""
    problem = large_problem(least_cleared=500.0)
    relaxed, exact = relax(problem).solution, solve_with_highs(problem)
    assert isinstance(relaxed, Solution)
    assert isinstance(exact, Solution)
    assert relaxed.value <= exact.bound + 1e-6
    assert exact.value <= relaxed.bound + 1e-6


def test_no_options_gives_an_empty_choice() -> None:
    """No options give no plan, and an infeasible target is reported."""
    empty = np.zeros(0, dtype=np.int64)
    nothing = replace(
        large_problem(least_cleared=None),
        **dict.fromkeys(("product", "segment", "category"), empty),
        **dict.fromkeys(("value", "discount_cost", "stock_cleared"), np.zeros(0)),
        forced=np.zeros(0, dtype=bool),
    )
    assert solve(nothing).chosen.size == 0
    assert most_clearable(nothing) == 0.0
    with pytest.raises(InfeasibleError, match="min_freed"):
        solve(replace(nothing, least_cleared=1.0))
