"""Rules that assign labels to clusters, and correct labels of customers who contradict them.

VIP, Regular, At-Risk and Lost are assigned to clusters by rank of their centroids. New is a rule
on tenure, which isn't a feature of the clusters. Guards prevent implausible labels for single
customers, and last month's label only changes by a clear margin (see `labelling`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contract.segments import AT_RISK, LOST, REGULAR, VIP

MIN_SHARE: Final = 0.02
"""VIP and Lost take further clusters up to this share, so that outliers aren't a segment."""

AT_RISK_STANDING: Final = -0.75
"""A middle cluster is At-Risk if its standing is below this."""

MIN_CUSTOMERS: Final = 25
"""With fewer customers, five clusters aren't comparable and none is called VIP or Lost."""

NEW_WINDOW_DAYS: Final = 90
NEW_SHARE_OF_LEDGER: Final = 4
"""The window of New is at most this fraction (1/4) of the ledger, since earlier customers are
unknown."""

LOST_MIN_SILENCE_DAYS: Final = 21
LOST_UNTIL_SEEN_WITHIN_DAYS: Final = 14
AT_RISK_MIN_SILENCE_DAYS: Final = 7
MIN_LAPSED_DAYS: Final = 30
CLEAR_MARGIN: Final = 0.15
"""Standard deviations past the border between two labels at which a change is clear."""


@dataclass(frozen=True)
class Cluster:
    """The facts about a cluster that the rules use.

    Attributes:
        size: Customers in it.
        recency: Days since the last order at its centroid.
        value: Frequency plus monetary value of its centroid, in standard deviations.
        standing: `value` less the recency of its centroid, in (weighted) standard deviations; 0 is
            the average customer.
    """

    size: int
    recency: float
    value: float
    standing: float


@dataclass(frozen=True)
class LabelRules:
    """Parameters of the labels of single customers, in days and orders.

    Attributes:
        new_window_days: New customers first bought within this many days; 0: nobody is new.
        new_max_orders: New customers have at most this many orders.
        lapsed_after_days: VIP or Regular customers inactive for longer are At-Risk.
        at_risk_min_silence_days: Customers who bought this recently don't become At-Risk.
        at_risk_until_seen_within_days: At-Risk customers who bought this recently no longer are.
        lost_min_silence_days: Customers who bought this recently don't become Lost.
        lost_until_seen_within_days: Lost customers who bought this recently no longer are.
        clear_margin: Last month's label is kept until the customer is this far past the border to
            another, in standard deviations.
    """

    new_window_days: int
    new_max_orders: int
    lapsed_after_days: int
    at_risk_min_silence_days: int = AT_RISK_MIN_SILENCE_DAYS
    at_risk_until_seen_within_days: int = AT_RISK_MIN_SILENCE_DAYS
    lost_min_silence_days: int = LOST_MIN_SILENCE_DAYS
    lost_until_seen_within_days: int = LOST_UNTIL_SEEN_WITHIN_DAYS
    clear_margin: float = CLEAR_MARGIN


def label_clusters(clusters: Sequence[Cluster]) -> list[str]:
    """A label per cluster, in input order.

    Lost is the cluster with the highest recency; of the others, VIP is the most valuable. Of the
    rest, the one with the best standing is Regular, the worst At-Risk, and one in between Regular
    unless its standing is far below average (AT_RISK_STANDING). With too few customers, all are
    Regular.
    """
    total = sum(cluster.size for cluster in clusters)
    if total < MIN_CUSTOMERS:
        return [REGULAR] * len(clusters)
    silent = sorted(range(len(clusters)), key=lambda at: (-clusters[at].recency, at))
    lost = _until_enough(silent, clusters, total, at_most=len(clusters) - 3)
    rest = [at for at in silent if at not in lost]
    valued = sorted(rest, key=lambda at: (-clusters[at].value, at))
    vip = _until_enough(valued, clusters, total, at_most=len(rest) - 2)
    standing = sorted(
        (at for at in rest if at not in vip), key=lambda at: (-clusters[at].standing, at)
    )
    between = {
        at: REGULAR if clusters[at].standing > AT_RISK_STANDING else AT_RISK for at in standing
    }
    named = dict.fromkeys(lost, LOST) | dict.fromkeys(vip, VIP) | between
    named |= {standing[0]: REGULAR, standing[-1]: AT_RISK}
    return [named[at] for at in range(len(clusters))]


def rules_for(
    clusters: Sequence[Cluster],
    labels: Sequence[str],
    *,
    ledger_days: int,
    median_orders: float,
    median_recency: float,
) -> LabelRules:
    """The rules for single customers of a ledger.

    Args:
        clusters: The input of `label_clusters`.
        labels: Its result.
        ledger_days: Days the ledger covers.
        median_orders: Orders of the median customer.
        median_recency: Days since the last order of the median customer.
    """
    recent = max(1, min(AT_RISK_MIN_SILENCE_DAYS, int(median_recency)))
    return LabelRules(
        new_window_days=min(NEW_WINDOW_DAYS, ledger_days // NEW_SHARE_OF_LEDGER),
        new_max_orders=max(1, int(median_orders)),
        lapsed_after_days=max(
            MIN_LAPSED_DAYS, round(_halfway_to_lost(clusters, labels) or ledger_days / 2)
        ),
        at_risk_min_silence_days=recent,
        at_risk_until_seen_within_days=max(1, recent // 2),
    )


def _halfway_to_lost(clusters: Sequence[Cluster], labels: Sequence[str]) -> float | None:
    """Geometric mean of the recency of At-Risk and Lost, in days; None without them."""
    silence = {
        name: [c.recency for c, label in zip(clusters, labels, strict=True) if label == name]
        for name in (AT_RISK, LOST)
    }
    if not (silence[AT_RISK] and silence[LOST]):
        return None
    return math.sqrt(max(0.0, *silence[AT_RISK]) * max(0.0, min(silence[LOST])))


def _until_enough(
    ranked: Sequence[int], clusters: Sequence[Cluster], total: int, *, at_most: int
) -> list[int]:
    """The first clusters that together have MIN_SHARE of customers; none if they aren't enough."""
    taken: list[int] = []
    covered = 0
    for at in ranked[:at_most]:
        taken.append(at)
        covered += clusters[at].size
        if covered >= MIN_SHARE * total:
            return taken
    return []
