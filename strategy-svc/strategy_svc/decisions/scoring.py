"""Predicted and actual sales, per row and per kind of decision.

The prediction depends on the decision: forecast plus campaign effect if the advice was accepted or
changed, the forecast alone if it was rejected or not decided. The range of that sum treats both as
independent: the deviations of their ends add up by squares. Managers did not decide at random, so a
difference between kinds of decision is not an effect of the decisions.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from strategy_svc.decisions.ledger_entries import FrozenRow
from strategy_svc.decisions.schemas import (
    DecisionEntry,
    Expected,
    Kind,
    KindMeasures,
    Measures,
    ScoredRow,
)

IGNORED: Final = "ignored"
ACCEPTED: Final = "accepted"
CHANGED: Final = "changed"
REJECTED: Final = "rejected"
KINDS: Final[tuple[Kind, ...]] = (ACCEPTED, CHANGED, REJECTED, IGNORED)
_OFFERED: Final = (ACCEPTED, CHANGED)
_FULL: Final = 100


def scored_row(
    row: FrozenRow, decision: DecisionEntry | None, sold: tuple[float, float]
) -> ScoredRow:
    """One row of a recorded plan compared with actual sales.

    Args:
        row: As recorded.
        decision: The decision in effect when the week was scored, or None.
        sold: Units and revenue of the week.
    """
    kind = IGNORED if decision is None else decision.decision
    predicted, low, high = _prediction(row, decision)
    units, money = sold
    paid = round(money / units, 4) if units else None
    return ScoredRow(
        stock_code=row.stock_code,
        product_name=row.product_name,
        decision=kind,
        decision_sequence=None if decision is None else decision.sequence,
        advised_discount=row.discount,
        decided_discount=_decided_discount(row, decision),
        predicted_units=predicted,
        predicted_units_p10=low,
        predicted_units_p90=high,
        actual_units=units,
        actual_revenue=round(money, 2),
        actual_price=paid,
        actual_discount=_discount(paid, row.unit_price),
        error=None if predicted is None else round(units - predicted, 2) + 0.0,
        inside_range=None if low is None or high is None else low <= units <= high,
        promised_gain=row.money_at_stake,
    )


def by_kind(rows: Sequence[ScoredRow]) -> list[KindMeasures]:
    """Outcomes per kind of decision; kinds without rows are left out."""
    groups: dict[Kind, list[ScoredRow]] = {
        kind: [row for row in rows if row.decision == kind] for kind in KINDS
    }
    return [
        KindMeasures(**vars(measures(group)), decision=kind)
        for kind, group in groups.items()
        if group
    ]


def measures(rows: Sequence[ScoredRow]) -> Measures:
    """Sums, bias, WAPE and coverage over rows of `scored_row`; null if undefined."""
    predicted = sum(row.predicted_units for row in rows if row.predicted_units is not None)
    units = sum(row.actual_units for row in rows if row.predicted_units is not None)
    missed = sum(abs(row.error) for row in rows if row.error is not None)
    ranged = [row.inside_range for row in rows if row.inside_range is not None]
    return Measures(
        rows=len(rows),
        predicted_units=round(predicted, 2) + 0.0,
        actual_units=units,
        actual_revenue=round(sum(row.actual_revenue for row in rows), 2) + 0.0,
        bias=round((predicted - units) / units, 4) + 0.0 if units else None,
        wape=round(missed / units, 4) if units else None,
        coverage_80=round(sum(ranged) / len(ranged), 4) if ranged else None,
        promised_gain=round(sum(row.promised_gain or 0.0 for row in rows), 2) + 0.0,
    )


def in_effect(decisions: Iterable[DecisionEntry]) -> dict[str, DecisionEntry]:
    """The last decision on each product, by stock code; `decisions` by sequence."""
    return {decision.stock_code: decision for decision in decisions}


def _prediction(
    row: FrozenRow, decision: DecisionEntry | None
) -> tuple[float | None, float | None, float | None]:
    demand = row.predicted_7d_demand
    if demand is None:
        return None, None, None
    low, high = row.demand_p10, row.demand_p90
    if decision is None or decision.decision not in _OFFERED:
        return demand, low, high
    offer = row if decision.decision == ACCEPTED else decision.expected
    if offer is None or offer.expected_units is None:
        return None, None, None
    mean = round(demand + offer.expected_units, 2) + 0.0
    return mean, *_range(mean, demand, (low, high), offer)


def _range(
    mean: float,
    demand: float,
    forecast: tuple[float | None, float | None],
    offer: FrozenRow | Expected,
) -> tuple[float | None, float | None]:
    """P10 and P90 of the forecast plus the offer's effect, whose sum is `mean`."""
    low, high = forecast
    more, least, most = offer.expected_units, offer.expected_units_p10, offer.expected_units_p90
    if low is None or high is None or more is None or least is None or most is None:
        return None, None
    below = math.hypot(demand - low, more - least)
    above = math.hypot(high - demand, most - more)
    return round(max(mean - below, 0.0), 2), round(mean + above, 2)


def _decided_discount(row: FrozenRow, decision: DecisionEntry | None) -> float | None:
    if decision is None or decision.decision == REJECTED:
        return None
    return decision.discount if decision.decision == CHANGED else row.discount


def _discount(paid: float | None, usual: float | None) -> float | None:
    """Percent off the plan's full price at which the week sold."""
    if paid is None or not usual:
        return None
    return round(_FULL * (1 - paid / usual), 1) + 0.0
