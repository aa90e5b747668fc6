"""The grid as a table, one row per cell, with a summary sentence."""

from typing import Final

import polars as pl

from inventory_svc.policy_replay.comparison import Cell, Comparison
from inventory_svc.policy_replay.outcome import Outcome

SIMULATION: Final = (
    "A simulation: past demand run through ordering rules. No shop ordered this way, unmet demand "
    "counts as lost, and unit costs are assumed."
)


def grid_table(comparison: Comparison) -> pl.DataFrame:
    """One row per cell; money and units to two decimals, rates to four."""
    return pl.DataFrame([_row(cell) for cell in comparison.cells])


def summary(comparison: Comparison) -> str:
    """One sentence comparing the policies at equal fill rate."""
    found, cells = comparison.savings, len(comparison.cells)
    middle = comparison.median_saving
    if middle is None:
        return "The policies reach the same fill rate in no cell of the grid."
    beyond = cells - len(found)
    left_out = (
        f" {beyond} of {cells} cells lie beyond what the average can reach." if beyond else ""
    )
    return (
        f"At equal fill rate the recommended levels hold {_less(middle)} stock value than "
        f"a {comparison.window}-week moving average + z * sigma in the median cell, "
        f"{_less(min(found))} in the worst and {_less(max(found))} in the best.{left_out}"
    )


def windows_summary(comparison: Comparison) -> str:
    """One sentence comparing with every window of the moving average."""
    found = (
        f"{window} weeks {_less(middle)} (worst {_less(worst)})"
        for window, (middle, worst) in comparison.by_window.items()
    )
    return f"Against an average of {'; '.join(found)}."


def _row(cell: Cell) -> dict[str, float | None]:
    return {
        "lead_weeks": cell.setting.lead_weeks,
        "review_weeks": cell.setting.review_weeks,
        "service_target": cell.target,
        **_columns("recommended", cell.recommended),
        **_columns("average", cell.average),
        "average_stock_value_at_equal_fill": _rounded(cell.average_value, 2),
        "stock_value_saved": _rounded(cell.saved, 4),
    }


def _columns(policy: str, outcome: Outcome) -> dict[str, float]:
    return {
        f"{policy}_fill_rate": round(outcome.fill_rate, 4),
        f"{policy}_stock_units": round(outcome.stock_units, 2),
        f"{policy}_stock_value": round(outcome.stock_value, 2),
        f"{policy}_cost": round(outcome.cost, 2),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _less(share: float) -> str:
    return f"{abs(share):.1%} {'less' if share >= 0 else 'more'}"
