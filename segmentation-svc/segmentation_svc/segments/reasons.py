"""Why a customer has a label: the rule that decided, and the distance to the borders."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from contract.segments import SEGMENTS
from fleet.statements import Statement
from segmentation_svc.model.labelling import Customers, Labelled, Rule, distance_past_border
from segmentation_svc.model.nearest_centroid import Floats, Ints
from segmentation_svc.model.segment_model import SegmentModel
from segmentation_svc.segments.statements import segment_statement

MAX_DAYS: Final = 730
MAX_ORDERS: Final = 100


@dataclass(frozen=True)
class Facts:
    """One customer's numbers.

    Attributes:
        recency: Days since the last order.
        frequency: Orders, at least 1.
        monetary: Money paid, net of returns.
        tenure_days: Days since the first order; None if unknown.
    """

    recency: float
    frequency: float
    monetary: float
    tenure_days: float | None


def reason(model: SegmentModel, facts: Facts, cluster: int, label: str, rule: Rule) -> Statement:
    """The rule that decided this label, as a statement."""
    named, rules = model.cluster_labels[cluster], model.rules
    match rule:
        case Rule.TENURE:
            tenure = facts.recency if facts.tenure_days is None else facts.tenure_days
            orders = round(facts.frequency)
            return segment_statement("why_tenure", days=round(tenure), orders=orders)
        case Rule.ORDERED_RECENTLY:
            return segment_statement("why_seen_lately", segment=named, days=round(facts.recency))
        case Rule.LAPSED:
            days, limit = round(facts.recency), rules.lapsed_after_days
            return segment_statement("why_lapsed", segment=named, days=days, limit=limit)
        case Rule.UNCHANGED:
            margin = rules.clear_margin
            return segment_statement(
                "why_within_margin", segment=label, nearest=named, margin=margin
            )
        case Rule.CLUSTER:
            return _nearest_centre(model, cluster, label)


def _nearest_centre(model: SegmentModel, cluster: int, label: str) -> Statement:
    days, orders, money = model.centroid_model().typical()[cluster]
    return segment_statement(
        "why_cluster", segment=label, orders=max(1, round(orders)), money=money, days=round(days)
    )


def borders(model: SegmentModel, facts: Facts, label: str) -> list[Statement]:
    """The distances to the borders of the segment, one statement each.

    Longer inactivity and more orders are simulated one day and one order at a time, with the rules
    of the next refresh, so guards and tenure are taken into account.
    """
    if label not in SEGMENTS:
        return []
    candidates = (
        _nearest_border(model, facts, label),
        _after_silence(model, facts, label),
        _after_orders(model, facts, label),
    )
    return [border for border in candidates if border is not None]


def _nearest_border(model: SegmentModel, facts: Facts, label: str) -> Statement | None:
    of_cluster = np.array([SEGMENTS.index(name) for name in model.cluster_labels])
    others = np.array([code for code in np.unique(of_cluster) if SEGMENTS[code] != label])
    if SEGMENTS.index(label) not in of_cluster or not len(others):
        return None
    centroids = model.centroid_model()
    distances = np.repeat(centroids.distances(_rows(facts)), len(others), axis=0)
    current = np.full(len(others), SEGMENTS.index(label))
    away = -distance_past_border(centroids, of_cluster, distances, current, others)
    nearest = int(away.argmin())
    return segment_statement(
        "border_inside" if away[nearest] >= 0 else "border_beyond",
        deviations=abs(float(away[nearest])),
        segment=SEGMENTS[int(others[nearest])],
    )


def _after_silence(model: SegmentModel, facts: Facts, label: str) -> Statement | None:
    more = np.arange(1.0, MAX_DAYS + 1)
    rows = np.repeat(_rows(facts), MAX_DAYS, axis=0)
    rows[:, 0] += more
    tenure = np.nan if facts.tenure_days is None else facts.tenure_days
    found = _first_change(_labels_for(model, rows, tenure + more, label), label)
    if found is None:
        return segment_statement("silence_stays", segment=label, days=MAX_DAYS)
    return segment_statement("silence_moves", days=found[0], segment=found[1])


def _after_orders(model: SegmentModel, facts: Facts, label: str) -> Statement | None:
    more = np.arange(1.0, MAX_ORDERS + 1)
    each = max(0.0, facts.monetary) / max(1.0, facts.frequency)
    rows = np.column_stack(
        [np.zeros(MAX_ORDERS), facts.frequency + more, facts.monetary + more * each]
    )
    # The recency of a single order is its tenure; further orders don't make the customer new again.
    tenure = facts.recency if facts.tenure_days is None else facts.tenure_days
    found = _first_change(_labels_for(model, rows, np.full(MAX_ORDERS, tenure), label), label)
    if found is None:
        return None
    return segment_statement("orders_move", orders=found[0], each=each, segment=found[1])


def _labels_for(model: SegmentModel, rows: Floats, tenure: Floats, label: str) -> Ints:
    """The label next month for each row of numbers the customer might have then."""
    current = np.full(len(rows), SEGMENTS.index(label))
    found: Labelled = model.label(Customers(rows, tenure, current))
    return found.labels


def _first_change(labels: Ints, label: str) -> tuple[int, str] | None:
    """Number of steps to another label, and that label; None if none is reached."""
    other = np.flatnonzero(labels != SEGMENTS.index(label))
    return (int(other[0]) + 1, SEGMENTS[labels[other[0]]]) if len(other) else None


def _rows(facts: Facts) -> Floats:
    return np.array([[facts.recency, facts.frequency, facts.monetary]], dtype=np.float64)
