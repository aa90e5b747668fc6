"""Labels that mean what they say: rules on centroids, and on the few who would contradict them.

VIP, Regular, At-Risk and Lost come from the clusters, by rank of their centroids. New is a rule of
tenure, which no k-means finds. Three guards keep a label from being absurd for one customer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

VIP: Final = "VIP Customers"
REGULAR: Final = "Regular Customers"
NEW: Final = "New Customers"
AT_RISK: Final = "At-Risk Customers"
LOST: Final = "Lost Customers"
LABELS: Final = (VIP, REGULAR, NEW, AT_RISK, LOST)

MIN_SHARE: Final = 0.02
"""Outliers are no segment: VIP and Lost take further clusters until they hold this share."""

MIN_CUSTOMERS: Final = 25
"""Below this, five clusters say nothing about one another and none is called VIP or Lost."""

NEW_WINDOW_DAYS: Final = 90
NEW_SHARE_OF_LEDGER: Final = 4
"""The window of New is at most this fraction (1/4) of the ledger: before it nobody is seen."""

LOST_MIN_SILENCE_DAYS: Final = 30
AT_RISK_MIN_SILENCE_DAYS: Final = 7


@dataclass(frozen=True)
class Cluster:
    """A cluster as the rules see it.

    Attributes:
        size: Customers in it.
        recency: Days since the last order at its centroid.
        value: Frequency plus monetary value of its centroid, in standard deviations.
    """

    size: int
    recency: float
    value: float


@dataclass(frozen=True)
class LabelRules:
    """The numbers behind the labels of single customers, in days and orders.

    Attributes:
        new_window_days: New customers bought first within this many days; 0: nobody is new.
        new_max_orders: New customers have at most this many orders.
        lapsed_after_days: VIP or Regular customers silent for longer are At-Risk.
        at_risk_min_silence_days: Nobody who bought more recently than this is At-Risk.
        lost_min_silence_days: Nobody who bought more recently than this is Lost.
    """

    new_window_days: int
    new_max_orders: int
    lapsed_after_days: int
    at_risk_min_silence_days: int = AT_RISK_MIN_SILENCE_DAYS
    lost_min_silence_days: int = LOST_MIN_SILENCE_DAYS


@dataclass(frozen=True)
class Labelled:
    """A label and one sentence that says why."""

    label: str
    reason: str


def label_clusters(clusters: Sequence[Cluster]) -> list[str]:
    """A label per cluster, in the order given.

    Lost is the most silent; of the others VIP is the most valuable, At-Risk the next most silent,
    and the rest is Regular. Too few customers to compare are all Regular.
    """
    total = sum(cluster.size for cluster in clusters)
    if total < MIN_CUSTOMERS:
        return [REGULAR] * len(clusters)
    silent = sorted(range(len(clusters)), key=lambda at: (-clusters[at].recency, at))
    lost = _until_enough(silent, clusters, total, at_most=len(clusters) - 3)
    rest = [at for at in silent if at not in lost]
    valued = sorted(rest, key=lambda at: (-clusters[at].value, at))
    vip = _until_enough(valued, clusters, total, at_most=len(rest) - 2)
    at_risk = next(at for at in rest if at not in vip)
    named = dict.fromkeys(lost, LOST) | dict.fromkeys(vip, VIP) | {at_risk: AT_RISK}
    return [named.get(at, REGULAR) for at in range(len(clusters))]


def rules_for(
    clusters: Sequence[Cluster], labels: Sequence[str], *, ledger_days: int, median_orders: float
) -> LabelRules:
    """The rules for single customers of a ledger.

    Args:
        clusters: As given to `label_clusters`.
        labels: What it answered.
        ledger_days: Days the ledger covers.
        median_orders: Orders of the median customer.
    """
    at_risk = [c.recency for c, label in zip(clusters, labels, strict=True) if label == AT_RISK]
    lapsed = at_risk[0] if at_risk else ledger_days / 2
    return LabelRules(
        new_window_days=min(NEW_WINDOW_DAYS, ledger_days // NEW_SHARE_OF_LEDGER),
        new_max_orders=max(1, int(median_orders)),
        lapsed_after_days=max(LOST_MIN_SILENCE_DAYS, round(lapsed)),
    )


def label_customer(
    cluster_label: str,
    rules: LabelRules,
    *,
    recency: float,
    frequency: float,
    tenure_days: float | None,
) -> Labelled:
    """The label of one customer whose cluster is called `cluster_label`.

    Args:
        cluster_label: From `label_clusters`.
        rules: Of the same model.
        recency: Days since the last order.
        frequency: Orders.
        tenure_days: Days since the first order; None if not known, and then only a customer with
            a single order can be new, since that order was the first.
    """
    tenure = recency if tenure_days is None and frequency == 1 else tenure_days
    if _is_new(tenure, frequency, rules):
        return Labelled(
            NEW, f"First order {tenure:.0f} days ago and {frequency:.0f} in all: new by tenure."
        )
    return _guarded(cluster_label, rules, recency)


def _guarded(cluster_label: str, rules: LabelRules, recency: float) -> Labelled:
    """The cluster's label, unless this customer's recency contradicts what the label says."""
    ago = f"{recency:.0f} days"
    if cluster_label in {AT_RISK, LOST} and recency <= rules.at_risk_min_silence_days:
        return Labelled(REGULAR, f"Ordered {ago} ago: too recent to be at risk or lost.")
    if cluster_label == LOST and recency <= rules.lost_min_silence_days:
        return Labelled(AT_RISK, f"Ordered {ago} ago: too recent to be lost.")
    if cluster_label in {VIP, REGULAR} and recency > rules.lapsed_after_days:
        return Labelled(AT_RISK, f"Silent for {ago}, more than {rules.lapsed_after_days}.")
    return Labelled(cluster_label, f"Nearest to a centroid of the {cluster_label}.")


def _is_new(tenure: float | None, frequency: float, rules: LabelRules) -> bool:
    return (
        tenure is not None and tenure <= rules.new_window_days and frequency <= rules.new_max_orders
    )


def _until_enough(
    ranked: Sequence[int], clusters: Sequence[Cluster], total: int, *, at_most: int
) -> list[int]:
    """The first clusters that together hold MIN_SHARE of all customers; none if that takes more."""
    taken: list[int] = []
    held = 0
    for at in ranked[:at_most]:
        taken.append(at)
        held += clusters[at].size
        if held >= MIN_SHARE * total:
            return taken
    return []
