"""Sums over a plan, with ranges."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = {
    "units": "expected_units",
    "revenue": "expected_revenue",
    "margin": "expected_margin",
    "stock_cleared": "expected_stock_cleared",
}


def totals(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Sums of rows with the columns of `PlanRow`; `discount_cost` where rows have it.

    The range of a sum of independent campaigns: deviations of the ends from the means add up by
    their squares.
    """
    costs = [row["discount_cost"] for row in rows if row.get("discount_cost") is not None]
    return {
        "campaigns": len(rows),
        "with_discount": sum((row["discount"] or 0) > 0 for row in rows),
        "gain": round(sum(row["money_at_stake"] or 0.0 for row in rows), 2) + 0.0,
        "discount_cost": round(sum(costs), 2) if len(costs) == len(rows) else None,
        **{name: _range(rows, column) for name, column in _NAMES.items()},
    }


def _range(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, float]:
    known = [row for row in rows if row[column] is not None]
    mean = sum(row[column] for row in known)
    below = math.sqrt(sum((row[column] - row[f"{column}_p10"]) ** 2 for row in known))
    above = math.sqrt(sum((row[f"{column}_p90"] - row[column]) ** 2 for row in known))
    return {
        "mean": round(mean, 2) + 0.0,
        "p10": round(mean - below, 2) + 0.0,
        "p90": round(mean + above, 2) + 0.0,
    }
