"""The label of each customer, from cluster, tenure, guards and last month's label.

The same code labels the whole file, earlier months, and single customers over HTTP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contract.segments import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from segmentation_svc.model.labels import LabelRules
from segmentation_svc.model.nearest_centroid import CentroidModel, Floats, Ints

UNKNOWN: Final = -1
"""The code for no label: the customer had no orders yet."""

_VIP, _REGULAR, _NEW, _AT_RISK, _LOST = (
    SEGMENTS.index(label) for label in (VIP, REGULAR, NEW, AT_RISK, LOST)
)


class Rule(IntEnum):
    """The rule that decided a label."""

    CLUSTER = 0
    TENURE = 1
    ORDERED_RECENTLY = 2
    LAPSED = 3
    UNCHANGED = 4

    @property
    def word(self) -> str:
        """The rule's name in the column `Label_Rule` and the API."""
        return _RULE_WORDS[self]


_RULE_WORDS: Final = {
    Rule.CLUSTER: "cluster",
    Rule.TENURE: "tenure",
    Rule.ORDERED_RECENTLY: "seen lately",
    Rule.LAPSED: "lapsed",
    Rule.UNCHANGED: "kept",
}


@dataclass(frozen=True)
class Customers:
    """Customers to label, one per row.

    Attributes:
        rows: Recency in days, frequency in orders, monetary; shape (n, 3).
        tenure: Days since the first order, NaN if unknown; shape (n,).
        previous: Index in SEGMENTS of last month's label, UNKNOWN if none; shape (n,).
    """

    rows: Floats
    tenure: Floats
    previous: Ints


@dataclass(frozen=True)
class Labelled:
    """Labels of customers, one per row.

    Attributes:
        clusters: Index of the nearest centroid.
        labels: Index in SEGMENTS.
        rules: Value of the `Rule` that decided.
    """

    clusters: Ints
    labels: Ints
    rules: Ints


def label_customers(
    model: CentroidModel, cluster_labels: Sequence[str], rules: LabelRules, customers: Customers
) -> Labelled:
    """The label of every customer.

    The nearest centroid's label, unless recency contradicts it (guards), last month's label still
    holds because the border isn't clearly crossed, or the customer is new.

    Args:
        model: Scaler and centroids.
        cluster_labels: Label of each centroid.
        rules: The rules from the same fit.
        customers: The customers to label.
    """
    distances = model.distances(customers.rows)
    clusters = distances.argmin(axis=1)
    of_cluster = np.array([SEGMENTS.index(label) for label in cluster_labels])
    recency = customers.rows[:, 0]
    raw = of_cluster[clusters]
    labels, decided = _guarded(raw, rules, recency, customers.previous)
    unchanged = _stays(model, of_cluster, rules, customers, distances, labels)
    labels = np.where(unchanged, customers.previous, labels)
    decided = np.where(unchanged, Rule.UNCHANGED, decided)
    new = _new(rules, customers)
    return Labelled(
        clusters, np.where(new, _NEW, labels), np.where(new, Rule.TENURE, decided).astype(np.int64)
    )


def _guarded(
    labels: Ints, rules: LabelRules, recency: Floats, previous: Ints
) -> tuple[Ints, NDArray[np.int64]]:
    """Labels corrected where recency contradicts them, and the rule that decided each."""
    lost_from = np.where(
        previous == _LOST, rules.lost_until_seen_within_days, rules.lost_min_silence_days
    )
    at_risk_from = np.where(
        (previous == _LOST) | (previous == _AT_RISK),
        rules.at_risk_until_seen_within_days,
        rules.at_risk_min_silence_days,
    )
    found = np.where((labels == _LOST) & (recency <= lost_from), _AT_RISK, labels)
    found = np.where((found == _AT_RISK) & (recency <= at_risk_from), _REGULAR, found)
    decided = np.where(found == labels, Rule.CLUSTER, Rule.ORDERED_RECENTLY)
    lapsed = ((found == _VIP) | (found == _REGULAR)) & (recency > rules.lapsed_after_days)
    return np.where(lapsed, _AT_RISK, found), np.where(lapsed, Rule.LAPSED, decided)


def _stays(
    model: CentroidModel,
    of_cluster: Ints,
    rules: LabelRules,
    customers: Customers,
    distances: Floats,
    labels: Ints,
) -> NDArray[np.bool_]:
    """Who keeps last month's label: no guard forbids it, and the border isn't clearly crossed."""
    has_previous = np.isin(customers.previous, of_cluster) & (customers.previous != labels)
    stay_label = np.where(has_previous, customers.previous, labels)
    allowed = _guarded(stay_label, rules, customers.rows[:, 0], customers.previous)[0] == stay_label
    beyond = distance_past_border(model, of_cluster, distances, stay_label, labels)
    return has_previous & allowed & (beyond < rules.clear_margin)


def distance_past_border(
    model: CentroidModel, of_cluster: Ints, distances: Floats, current: Ints, target: Ints
) -> Floats:
    """How far customers are past the border between two labels.

    The border is the plane halfway between the nearest centroids of the two labels; the distance
    to it is (|x-a|² - |x-b|²) / 2|a-b|.

    Args:
        model: Scaler and centroids.
        of_cluster: Index in SEGMENTS of each centroid.
        distances: Squared distances, customers x centroids.
        current: Index in SEGMENTS of the label on the near side, one per customer.
        target: Index in SEGMENTS of the label on the far side.

    Returns:
        Distance in standard deviations; negative on the side of `current`, infinite if no centroid
        has one of the labels (a guard assigned it), 0 if both labels are the same.
    """
    centroids = np.array(model.centroids)
    own = _nearest_of(of_cluster, distances, current)
    other = _nearest_of(of_cluster, distances, target)
    there = (own >= 0) & (other >= 0)
    at = np.arange(len(distances))
    apart = np.sqrt(((centroids[own] - centroids[other]) ** 2).sum(axis=1))
    gap = distances[at, own] - distances[at, other]
    beyond = np.divide(gap, 2 * apart, out=np.zeros(len(gap)), where=apart > 0)
    return np.where(there, beyond, np.inf)


def _nearest_of(of_cluster: Ints, distances: Floats, labels: Ints) -> Ints:
    """Each customer's nearest centroid among those with the label; UNKNOWN if there is none."""
    carries = of_cluster[None, :] == labels[:, None]
    nearest = np.where(carries, distances, np.inf).argmin(axis=1)
    return np.where(carries.any(axis=1), nearest, UNKNOWN)


def _new(rules: LabelRules, customers: Customers) -> NDArray[np.bool_]:
    """First order within the window and few orders; for a single order, recency is the tenure."""
    recency, frequency = customers.rows[:, 0], customers.rows[:, 1]
    tenure = np.where(np.isnan(customers.tenure) & (frequency == 1), recency, customers.tenure)
    return (tenure <= rules.new_window_days) & (frequency <= rules.new_max_orders)
