"""Why a customer carries a label, in words: what decided it, and how far the borders are."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from segmentation_svc.segments.labelling import Customers, Labelled, Rule, beyond_border
from segmentation_svc.segments.labels import LABELS
from segmentation_svc.segments.nearest_centroid import Floats, Ints
from segmentation_svc.segments.segment_model import SegmentModel

MAX_DAYS: Final = 730
MAX_ORDERS: Final = 100


@dataclass(frozen=True)
class Facts:
    """One customer's numbers.

    Attributes:
        recency: Days since the last order.
        frequency: Orders, at least 1.
        monetary: Money paid, net of returns.
        tenure_days: Days since the first order; None where not known.
    """

    recency: float
    frequency: float
    monetary: float
    tenure_days: float | None


def reason(model: SegmentModel, facts: Facts, cluster: int, label: str, rule: Rule) -> str:
    """One sentence: what decided this label."""
    named, rules = model.cluster_labels[cluster], model.rules
    match rule:
        case Rule.TENURE:
            tenure = facts.recency if facts.tenure_days is None else facts.tenure_days
            return (
                f"First order {tenure:.0f} days ago and {facts.frequency:.0f} in all: new by "
                "tenure."
            )
        case Rule.SEEN_LATELY:
            return (
                f"In numbers one of the {named}, but ordered {facts.recency:.0f} days ago, which "
                "is too recent for that."
            )
        case Rule.LAPSED:
            return (
                f"In numbers one of the {named}, but silent for {facts.recency:.0f} days, more "
                f"than {rules.lapsed_after_days}."
            )
        case Rule.KEPT:
            return (
                f"Already one of the {label} last month, and not yet {rules.clear_margin} standard "
                f"deviations beyond the border to another segment (nearest centre: {named})."
            )
        case Rule.CLUSTER:
            days, orders, money = model.centroid_model().typical()[cluster]
            return (
                f"Nearest to a centre of the {label}: around {max(1, orders):.0f} orders worth "
                f"{money:,.0f} in all, the last {days:.0f} days ago."
            )


def borders(model: SegmentModel, facts: Facts, label: str) -> list[str]:
    """How far the borders of the segment are, one sentence each.

    More silence and more orders are tried out one day and one order at a time, by the same rules
    as the next refresh follows, so the answer holds for guards and tenure as well.
    """
    if label not in LABELS:
        return []
    told = (
        _nearest_border(model, facts, label),
        _after_silence(model, facts, label),
        _after_orders(model, facts, label),
    )
    return [sentence for sentence in told if sentence is not None]


def _nearest_border(model: SegmentModel, facts: Facts, label: str) -> str | None:
    of_cluster = np.array([LABELS.index(name) for name in model.cluster_labels])
    others = np.array([code for code in np.unique(of_cluster) if LABELS[code] != label])
    if LABELS.index(label) not in of_cluster or not len(others):
        return None
    centroids = model.centroid_model()
    distances = np.repeat(centroids.distances(_rows(facts)), len(others), axis=0)
    held = np.full(len(others), LABELS.index(label))
    away = -beyond_border(centroids, of_cluster, distances, held, others)
    nearest = int(away.argmin())
    side = "inside" if away[nearest] >= 0 else "beyond"
    return (
        f"{abs(away[nearest]):.2f} standard deviations {side} the border to the "
        f"{LABELS[others[nearest]]}, the nearest."
    )


def _after_silence(model: SegmentModel, facts: Facts, label: str) -> str | None:
    more = np.arange(1.0, MAX_DAYS + 1)
    rows = np.repeat(_rows(facts), MAX_DAYS, axis=0)
    rows[:, 0] += more
    tenure = np.nan if facts.tenure_days is None else facts.tenure_days
    found = _first_change(_tried(model, rows, tenure + more, label), label)
    if found is None:
        return f"Stays one of the {label} for the next {MAX_DAYS} days even without an order."
    return f"Without an order for {found[0]} more days: one of the {found[1]}."


def _after_orders(model: SegmentModel, facts: Facts, label: str) -> str | None:
    more = np.arange(1.0, MAX_ORDERS + 1)
    each = max(0.0, facts.monetary) / max(1.0, facts.frequency)
    rows = np.column_stack(
        [np.zeros(MAX_ORDERS), facts.frequency + more, facts.monetary + more * each]
    )
    # One order alone tells its own tenure; who orders again was a customer before.
    tenure = facts.recency if facts.tenure_days is None else facts.tenure_days
    found = _first_change(_tried(model, rows, np.full(MAX_ORDERS, tenure), label), label)
    if found is None:
        return None
    orders = "1 more order" if found[0] == 1 else f"{found[0]} more orders"
    return f"With {orders} today, each worth the {each:,.2f} of the former: one of the {found[1]}."


def _tried(model: SegmentModel, rows: Floats, tenure: Floats, label: str) -> Ints:
    """Labels of this customer with other numbers, by the rules of the next month."""
    held = np.full(len(rows), LABELS.index(label))
    found: Labelled = model.label(Customers(rows, tenure, held))
    return found.labels


def _first_change(labels: Ints, label: str) -> tuple[int, str] | None:
    """How many steps it takes to another label, and to which; None where none does."""
    other = np.flatnonzero(labels != LABELS.index(label))
    return (int(other[0]) + 1, LABELS[labels[other[0]]]) if len(other) else None


def _rows(facts: Facts) -> Floats:
    return np.array([[facts.recency, facts.frequency, facts.monetary]], dtype=np.float64)
