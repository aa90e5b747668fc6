"""A bound from Lagrangian relaxation, and a choice repaired from it (Fisher 1981).

The rows that tie products together (number of campaigns, contacts, budget, clearance) are priced
into the options; the rest decomposes by product and category and is solved exactly. Any prices give
a bound; the subgradient method searches for prices that give a low one. The choice at each step is
repaired: options that break a limit are dropped where that costs least, a shortfall in the
clearance target is made up where that is cheapest, and remaining capacity is filled.
"""

from dataclasses import dataclass

import numpy as np

from strategy_svc.optimizer.choice_problem import (
    TOLERANCE,
    Bools,
    ChoiceProblem,
    Floats,
    Ints,
    Solution,
    violations,
)

_STEPS = 240
_REPAIR_EVERY = 10
_PATIENCE = 6
_CLOSE = 5e-4  # the rest is left to HiGHS
_FILL_FROM = 500  # options considered when filling capacity, in addition to four per campaign
_FIRST_STEP = 1.5


@dataclass(frozen=True)
class _Coupling:
    """Rows `use @ x <= limit` that are priced, R x N; a covering row has its signs reversed."""

    use: Floats
    limit: Floats


@dataclass(frozen=True)
class Relaxed:
    """What the relaxation found.

    Attributes:
        solution: The best repaired choice; None if no repair satisfied all limits.
        bound: No choice can be worth more.
        reduced: Values minus the prices of the rows, at the lowest bound.
    """

    solution: Solution | None
    bound: float
    reduced: Floats


def relax(problem: ChoiceProblem) -> Relaxed:
    """Price the coupling rows until bound and repaired choice are close."""
    coupling = _coupling(problem)
    prices = np.zeros(len(coupling.limit))
    lowest = Relaxed(None, np.inf, problem.value)
    best, best_value = None, -np.inf
    step, since = _FIRST_STEP, 0
    for number in range(_STEPS):
        # Not `@`: its threads cost more than they save, and their summation order varies.
        reduced = problem.value - np.einsum("r,rn->n", prices, coupling.use)
        chosen = _relaxed(problem, reduced)
        bound = float(reduced[chosen].sum() + prices @ coupling.limit)
        since = since + 1
        if bound < lowest.bound - TOLERANCE:
            lowest, since = Relaxed(None, bound, reduced), 0
        if number % _REPAIR_EVERY == 0 or number == _STEPS - 1:
            mended = _repaired(problem, chosen, reduced)
            value = float(problem.value[mended].sum())
            if value > best_value and not violations(problem, mended):
                best, best_value = mended, value
        slack = coupling.use[:, chosen].sum(axis=1) - coupling.limit
        norm = float((slack**2).sum())
        if norm < TOLERANCE or lowest.bound - best_value <= _CLOSE * abs(best_value):
            break
        if since >= _PATIENCE:
            step, since = step / 2, 0
        target = best_value if np.isfinite(best_value) else bound - abs(bound) * 0.1 - 1
        prices = np.maximum(prices + step * max(bound - target, TOLERANCE) / norm * slack, 0.0)
    if best is None:
        return lowest
    solution = Solution(np.sort(best), best_value, max(lowest.bound, best_value), "Lagrangian")
    return Relaxed(solution, lowest.bound, lowest.reduced)


def undecided(problem: ChoiceProblem, relaxed: Relaxed, worth: float) -> Ints:
    """Options that a choice worth at least `worth` may still contain (reduced cost fixing).

    Replacing an option by the best of its product (or of its category, if that allows one campaign)
    raises the relaxed value by the difference of their reduced values. If the bound minus that
    difference is below `worth`, no such choice contains the option.
    """
    reduced = relaxed.reduced
    rival = np.maximum(_highest(problem.product, reduced), 0.0)
    if problem.max_per_category == 1 and not problem.forced.any():
        of_category = np.maximum(_highest(problem.category, reduced), 0.0)
        rival = np.where(problem.category >= 0, np.maximum(rival, of_category), rival)
    possible = relaxed.bound - (rival - reduced) >= worth - TOLERANCE
    return np.flatnonzero(possible | problem.forced)


def _highest(group: Ints, values: Floats) -> Floats:
    """The highest value in each option's group; options of group -1 form one group."""
    highest = np.full(int(group.max(initial=-1)) + 2, -np.inf)
    np.maximum.at(highest, group, values)
    return highest[group]


def _coupling(problem: ChoiceProblem) -> _Coupling:
    every = np.ones(problem.size)
    use, limit = [every], [float(problem.max_options)]
    for segment in range(problem.segments):
        use.append((problem.segment == segment).astype(float))
        limit.append(float(problem.max_per_segment))
    if problem.budget is not None:
        use.append(problem.discount_cost)
        limit.append(problem.budget)
    if problem.least_cleared is not None:
        use.append(-problem.stock_cleared)
        limit.append(-problem.least_cleared)
    # Rows as fractions of their limits, so that one step length fits all of them.
    size = np.maximum(np.abs(np.array(limit)), TOLERANCE)
    return _Coupling(np.stack(use) / size[:, None], np.array(limit) / size)


def _relaxed(problem: ChoiceProblem, reduced: Floats) -> Ints:
    """The best choice when only products, categories and forced products constrain it."""
    first = np.flatnonzero(np.diff(problem.product, prepend=-1))
    highest = np.repeat(np.maximum.reduceat(reduced, first), np.diff(first, append=problem.size))
    best = np.flatnonzero((reduced == highest) & (problem.forced | (reduced > 0)))
    best = best[np.diff(problem.product[best], prepend=-1) > 0]
    return _within_categories(problem, best, reduced)


def _within_categories(problem: ChoiceProblem, options: Ints, reduced: Floats) -> Ints:
    """The best `max_per_category` options of each category; forced ones come first."""
    if problem.max_per_category is None or not options.size:
        return options
    category = problem.category[options]
    order = np.lexsort((-reduced[options], ~problem.forced[options], category))
    sorted_category = category[order]
    first = np.flatnonzero(np.diff(sorted_category, prepend=-2))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    free = sorted_category < 0
    return options[order[(rank < problem.max_per_category) | free]]


def _repaired(problem: ChoiceProblem, chosen: Ints, reduced: Floats) -> Ints:
    """A choice close to `chosen` that satisfies the limits."""
    choice = _packed(problem, chosen[np.argsort(-_rank(problem, chosen, reduced), kind="stable")])
    if problem.least_cleared is not None:
        choice = _covered(problem, choice, reduced)
        choice = _trimmed(problem, choice)
    return _filled(problem, choice, reduced)


def _rank(problem: ChoiceProblem, chosen: Ints, reduced: Floats) -> Floats:
    return reduced[chosen] + np.where(problem.forced[chosen], 1e12, 0.0)


class _RemainingLimits:
    """Remaining capacity of each limit as options are added one by one."""

    def __init__(self, problem: ChoiceProblem) -> None:
        self.problem = problem
        self.options = problem.max_options
        self.segment = np.full(problem.segments, problem.max_per_segment)
        size = int(problem.category.max(initial=-1)) + 1
        self.category = np.full(size, problem.max_per_category or problem.size)
        self.budget = np.inf if problem.budget is None else problem.budget
        self.taken: dict[int, int] = {}

    def fits(self, option: int) -> bool:
        """Whether `option` can be added, replacing another option of its product."""
        problem = self.problem
        old = self.taken.get(int(problem.product[option]))
        back = old is not None
        segment, category = int(problem.segment[option]), int(problem.category[option])
        same_segment = back and int(problem.segment[old]) == segment
        refund = float(problem.discount_cost[old]) if back else 0.0
        return bool(
            self.options + back > 0
            and self.segment[segment] + same_segment > 0
            and (category < 0 or self.category[category] + back > 0)
            and problem.discount_cost[option] <= self.budget + refund + TOLERANCE / 10
        )

    def take(self, option: int) -> None:
        """Add `option`, replacing its product's current one."""
        product = int(self.problem.product[option])
        if product in self.taken:
            self._count(self.taken[product], -1)
        self.taken[product] = option
        self._count(option, 1)

    def drop(self, option: int) -> None:
        """Remove `option`."""
        del self.taken[int(self.problem.product[option])]
        self._count(option, -1)

    def _count(self, option: int, sign: int) -> None:
        problem = self.problem
        self.options -= sign
        self.segment[problem.segment[option]] -= sign
        if problem.category[option] >= 0:
            self.category[problem.category[option]] -= sign
        self.budget -= sign * float(problem.discount_cost[option])

    def chosen(self) -> Ints:
        """The options added so far."""
        return np.array(sorted(self.taken.values()), dtype=np.int64)


def _room_with(problem: ChoiceProblem, options: Ints) -> _RemainingLimits:
    room = _RemainingLimits(problem)
    for option in options.tolist():
        if room.fits(option):
            room.take(option)
    return room


def _packed(problem: ChoiceProblem, ranked: Ints) -> Ints:
    return _room_with(problem, ranked).chosen()


def _covered(problem: ChoiceProblem, chosen: Ints, reduced: Floats) -> Ints:
    """Add options that clear the missing stock, the cheapest per unit of money cleared first."""
    room = _room_with(problem, chosen)
    lacking = (problem.least_cleared or 0.0) - float(problem.stock_cleared[room.chosen()].sum())
    if lacking <= 0:
        return chosen
    candidates = np.flatnonzero((problem.stock_cleared > 0) & ~problem.forced)
    cost = -reduced[candidates] / problem.stock_cleared[candidates]
    for option in candidates[np.argsort(cost, kind="stable")].tolist():
        old = room.taken.get(int(problem.product[option]))
        more = problem.stock_cleared[option] - (
            problem.stock_cleared[old] if old is not None else 0.0
        )
        if more > 0 and room.fits(option):
            room.take(option)
            lacking -= float(more)
            if lacking <= 0:
                break
    return room.chosen()


def _trimmed(problem: ChoiceProblem, chosen: Ints) -> Ints:
    """Drop campaigns that cost money and aren't needed for the target, the most expensive first."""
    spare = float(problem.stock_cleared[chosen].sum()) - (problem.least_cleared or 0.0)
    room = _room_with(problem, chosen)
    costly = chosen[(problem.value[chosen] < 0) & ~problem.forced[chosen]]
    for option in costly[np.argsort(problem.value[costly], kind="stable")].tolist():
        if problem.stock_cleared[option] <= spare:
            room.drop(option)
            spare -= float(problem.stock_cleared[option])
    return room.chosen()


def _filled(problem: ChoiceProblem, chosen: Ints, reduced: Floats) -> Ints:
    """Use remaining capacity for profitable options, and swap worse options for better ones."""
    room = _room_with(problem, chosen)
    spare = np.inf
    if problem.least_cleared is not None:
        spare = float(problem.stock_cleared[chosen].sum()) - problem.least_cleared
    gaining = _gaining(problem, chosen)
    ranked = gaining[np.argsort(-reduced[gaining], kind="stable")]
    for option in ranked[: _FILL_FROM + 4 * problem.max_options].tolist():
        old = room.taken.get(int(problem.product[option]))
        had = float(problem.value[old]) if old is not None else 0.0
        less = (float(problem.stock_cleared[old]) if old is not None else 0.0) - float(
            problem.stock_cleared[option]
        )
        if problem.value[option] > had and less <= spare and room.fits(option):
            room.take(option)
            spare -= less
    return room.chosen()


def _gaining(problem: ChoiceProblem, chosen: Ints) -> Ints:
    had = np.zeros(int(problem.product.max(initial=-1)) + 1)
    had[problem.product[chosen]] = problem.value[chosen]
    fixed: Bools = problem.forced
    return np.flatnonzero((problem.value > had[problem.product] + TOLERANCE) & ~fixed)
