"""Which solver handles which problem, and what it can prove."""

from dataclasses import replace

import numpy as np

from strategy_svc.optimizer.choice_problem import (
    TOLERANCE,
    ChoiceProblem,
    InfeasibleError,
    Ints,
    Solution,
    violations,
)
from strategy_svc.optimizer.highs import solve_with_highs
from strategy_svc.optimizer.lagrangian import Relaxed, relax, undecided

GOOD_GAP = 0.01


def solve(problem: ChoiceProblem) -> Solution:
    """The best choice, with its proven gap.

    If no limit binds, the best option of each product is optimal. Otherwise a Lagrangian
    relaxation gives a choice and a bound. With a clearance target (a covering row) that is accepted
    if the gap is small enough; everything else goes to HiGHS, with only the options that the bound
    leaves undecided.

    Raises:
        InfeasibleError: no choice satisfies all limits; the message names them.
    """
    if not problem.size:
        return _nothing(problem)
    greedy = _best_of_each(problem)
    if not violations(problem, greedy):
        value = float(problem.value[greedy].sum())
        return Solution(greedy, value, value, "no limit binds")
    relaxed = relax(problem)
    found = relaxed.solution
    if found is not None and (problem.least_cleared is not None and found.gap <= GOOD_GAP):
        return found
    if found is None:
        _require_reachable(problem)
    exact = _with_highs(problem, relaxed)
    sound = [one for one in (found, exact) if one is not None]
    if not sound:
        raise InfeasibleError(
            "No plan satisfies all limits at once; relax min_freed, discount_budget, "
            "max_campaigns, max_per_customer, max_per_category or the locks."
        )
    best = max(sound, key=lambda one: one.value)
    return replace(best, bound=max(best.value, min(one.bound for one in sound)))


def _require_reachable(problem: ChoiceProblem) -> None:
    """Refuse a clearance target above a proven bound; HiGHS would take minutes to prove this."""
    if problem.least_cleared is None:
        return
    most = relax(replace(problem, value=problem.stock_cleared, least_cleared=None))
    if most.bound < problem.least_cleared - TOLERANCE:
        raise InfeasibleError(
            "min_freed is more stock than any plan can clear within the other limits."
        )


def _with_highs(problem: ChoiceProblem, relaxed: Relaxed) -> Solution | None:
    """HiGHS on what the relaxation leaves undecided; None if it finds no valid choice."""
    worth = -np.inf if relaxed.solution is None else relaxed.solution.value
    remaining = undecided(problem, relaxed, worth)
    if problem.least_cleared is None:
        remaining = remaining[(problem.value[remaining] > 0) | problem.forced[remaining]]
    part = _only(problem, remaining)
    found = solve_with_highs(part)
    if found is None or violations(part, found.chosen):
        return None
    return replace(found, chosen=remaining[found.chosen], bound=max(found.bound, worth))


def _only(problem: ChoiceProblem, remaining: Ints) -> ChoiceProblem:
    fields = ("product", "value", "discount_cost", "stock_cleared", "segment", "category", "forced")
    return replace(problem, **{name: getattr(problem, name)[remaining] for name in fields})


def _nothing(problem: ChoiceProblem) -> Solution:
    if problem.least_cleared is not None:
        raise InfeasibleError("min_freed is set, but no option clears any stock.")
    return Solution(np.zeros(0, dtype=np.int64), 0.0, 0.0, "no option")


def most_clearable(problem: ChoiceProblem) -> float:
    """Roughly how much stock, at cost, a choice can clear within the other limits."""
    if not problem.size:
        return 0.0
    found = relax(replace(problem, value=problem.stock_cleared, least_cleared=None)).solution
    return 0.0 if found is None else found.value


def _best_of_each(problem: ChoiceProblem) -> Ints:
    order = np.lexsort((-problem.value, problem.product))
    best = order[np.flatnonzero(np.diff(problem.product[order], prepend=-1))]
    return np.sort(best[problem.forced[best] | (problem.value[best] > 0)])
