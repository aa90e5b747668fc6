"""Sums over a plan, with ranges."""

import math
from collections.abc import Sequence

from strategy_svc.plan.schemas import PlanRow
from strategy_svc.simulation.schemas import Range, Totals


def totals(rows: Sequence[PlanRow], discount_costs: Sequence[float] | None) -> Totals:
    """Sums of a plan.

    Args:
        rows: The plan.
        discount_costs: Money given away by each row; None if unknown.
    """
    costs = discount_costs if rows else ()
    return Totals(
        campaigns=len(rows),
        with_discount=sum((row.discount or 0) > 0 for row in rows),
        gain=round(sum(row.money_at_stake or 0.0 for row in rows), 2) + 0.0,
        discount_cost=None if costs is None else round(sum(costs), 2),
        units=_range(rows, "expected_units"),
        revenue=_range(rows, "expected_revenue"),
        margin=_range(rows, "expected_margin"),
        stock_cleared=_range(rows, "expected_stock_cleared"),
    )


def _range(rows: Sequence[PlanRow], name: str) -> Range:
    """The sum of independent campaigns: deviations of the range's ends add up by squares."""
    known = [
        (mean, getattr(row, f"{name}_p10"), getattr(row, f"{name}_p90"))
        for row in rows
        if (mean := getattr(row, name)) is not None
    ]
    total = sum(mean for mean, _, _ in known)
    below = math.sqrt(sum((mean - low) ** 2 for mean, low, _ in known))
    above = math.sqrt(sum((high - mean) ** 2 for mean, _, high in known))
    return Range(
        mean=round(total, 2) + 0.0,
        p10=round(total - below, 2) + 0.0,
        p90=round(total + above, 2) + 0.0,
    )
