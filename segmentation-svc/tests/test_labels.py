"""Labels match their meaning, whatever the clusters."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contract.segments import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from segmentation_svc.model.labelling import (
    UNKNOWN,
    Customers,
    Rule,
    label_customers,
)
from segmentation_svc.model.labels import (
    MIN_CUSTOMERS,
    MIN_SHARE,
    Cluster,
    LabelRules,
    label_clusters,
    rules_for,
)
from segmentation_svc.model.nearest_centroid import FEATURES, CentroidModel

RULES = LabelRules(new_window_days=90, new_max_orders=3, lapsed_after_days=300)
# One centroid per label by recency, far enough apart that any customer is clearly near one.
MODEL = CentroidModel(
    log_columns=FEATURES,
    mean=(4.0, 1.0, 6.0),
    scale=(1.0, 1.0, 1.0),
    centroids=((-2.0, 2.0, 2.0), (-1.0, 0.5, 0.5), (0.0, 0.0, 0.0), (1.0, -0.5, -1.0), (2, -1, -2)),
)
NAMES = [VIP, REGULAR, REGULAR, AT_RISK, LOST]
WHOLESALE = [
    Cluster(655, 47, 3.5, 4.2),
    Cluster(1367, 81, 1.1, 1.4),
    Cluster(1076, 106, -0.4, -0.3),
    Cluster(1019, 325, -1.1, -1.6),
    Cluster(1134, 439, -2.0, -3.0),
]
clusters_of = st.lists(
    st.builds(
        Cluster,
        size=st.integers(0, 5000),
        recency=st.floats(0, 4000),
        value=st.floats(-8, 8),
        standing=st.floats(-12, 12),
    ),
    min_size=5,
    max_size=5,
)
rules_of = st.builds(
    LabelRules,
    new_window_days=st.integers(0, 90),
    new_max_orders=st.integers(1, 50),
    lapsed_after_days=st.integers(30, 2000),
)


def test_wholesaler_clusters_are_labelled() -> None:
    """Least recent: Lost; most valuable: VIP; next least recent: At-Risk; the rest: Regular."""
    assert label_clusters(WHOLESALE) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_six_outliers_are_not_the_only_vips() -> None:
    """With six big spenders among 5,864 customers, the next cluster is VIP as well."""
    few = [Cluster(6, 10, 9.0, 9.0), Cluster(500, 20, 2.0, 2.5), *WHOLESALE[2:]]
    assert label_clusters(few)[:2] == [VIP, VIP]


def test_vip_label_takes_precedence_over_at_risk() -> None:
    """At-Risk is chosen from the clusters left after the most valuable ones are VIP."""
    recency_and_value = ((60, 5.0), (20, 0), (30, 0), (40, -2), (300, -3))
    clusters = [Cluster(100, at, value, value - at / 100) for at, value in recency_and_value]
    assert label_clusters(clusters) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_too_few_customers_are_all_regular() -> None:
    """Below the minimum number of customers, no cluster is VIP or Lost."""
    few = [Cluster(4, 10.0 * at, at, at) for at in range(5)]
    assert label_clusters(few) == [REGULAR] * 5


@given(clusters_of)
def test_cluster_labels_keep_their_meaning(clusters: list[Cluster]) -> None:
    """VIP and Lost are not tiny, Lost bought least recently, and VIP is worth most."""
    total = sum(cluster.size for cluster in clusters)
    assume(total >= MIN_CUSTOMERS)
    labels = label_clusters(clusters)
    named = {
        label: [c for c, own in zip(clusters, labels, strict=True) if own == label]
        for label in SEGMENTS
    }
    assert len(labels) == 5
    assert not named[NEW]
    assert named[AT_RISK]
    assert named[REGULAR]
    for label in (VIP, LOST):
        assert not named[label] or sum(c.size for c in named[label]) >= MIN_SHARE * total
    others = named[VIP] + named[REGULAR] + named[AT_RISK]
    assert all(c.recency <= lost.recency for c in others for lost in named[LOST])
    assert all(c.value <= vip.value for c in named[REGULAR] + named[AT_RISK] for vip in named[VIP])
    assert all(c.standing >= risk.standing for c in named[REGULAR] for risk in named[AT_RISK])


def labelled(
    rules: LabelRules,
    recency: float,
    frequency: float,
    tenure: float | None,
    *,
    monetary: float = 400.0,
    previous: str | None = None,
) -> tuple[str, Rule]:
    found = label_customers(
        MODEL,
        NAMES,
        rules,
        Customers(
            np.array([[recency, frequency, monetary]], dtype=np.float64),
            np.array([np.nan if tenure is None else tenure]),
            np.array([UNKNOWN if previous is None else SEGMENTS.index(previous)]),
        ),
    )
    return SEGMENTS[int(found.labels[0])], Rule(int(found.rules[0]))


@given(
    rules_of,
    st.integers(1, 4000),
    st.integers(1, 1000),
    st.floats(0, 1e6),
    st.integers(0, 4000) | st.none(),
    st.sampled_from(SEGMENTS) | st.none(),
)
def test_no_customer_gets_an_implausible_label(
    rules: LabelRules,
    recency: int,
    frequency: int,
    monetary: float,
    first_order_before: int | None,
    previous: str | None,
) -> None:
    """Whatever last month's label, recent buyers are not Lost and inactive ones not VIP."""
    tenure = None if first_order_before is None else recency + first_order_before
    label, rule = labelled(rules, recency, frequency, tenure, monetary=monetary, previous=previous)
    if recency <= rules.lost_until_seen_within_days:
        assert label != LOST
    if recency <= rules.at_risk_until_seen_within_days:
        assert label != AT_RISK
    if previous not in {AT_RISK, LOST} and recency <= rules.at_risk_min_silence_days:
        assert label not in {AT_RISK, LOST}
    if previous != LOST and recency <= rules.lost_min_silence_days:
        assert label != LOST
    if label in {VIP, REGULAR}:
        assert recency <= rules.lapsed_after_days
    if rule is Rule.UNCHANGED:
        assert label == previous
    if label == NEW:
        assert frequency <= rules.new_max_orders
        assert (recency if tenure is None else tenure) <= rules.new_window_days


@pytest.mark.parametrize(
    ("recency", "frequency", "tenure", "label"),
    [
        (20, 1, None, NEW),
        (20, 2, None, REGULAR),
        (20, 2, 60, NEW),
        (20, 2, 91, REGULAR),
        (20, 4, 60, REGULAR),
        (91, 1, None, REGULAR),
        (301, 9, 600, AT_RISK),
    ],
)
def test_new_depends_on_tenure(
    recency: int, frequency: int, tenure: int | None, label: str
) -> None:
    """The first order is within the window and orders are few; one order gives its own tenure."""
    assert labelled(RULES, recency, frequency, tenure)[0] == label


def test_label_change_needs_a_clear_margin() -> None:
    """Growing recency makes a Regular At-Risk later than an unknown customer, and only once."""
    days = range(30, 290)
    unlabelled = [labelled(RULES, at, 2, 600, monetary=150)[0] for at in days]
    current, monthly_labels = REGULAR, list[str]()
    for at in days:
        current, _ = labelled(RULES, at, 2, 600, monetary=150, previous=current)
        monthly_labels.append(current)
    first_fresh, first_at_risk = unlabelled.index(AT_RISK), monthly_labels.index(AT_RISK)
    assert first_fresh < first_at_risk
    assert set(monthly_labels[first_at_risk:]) == {AT_RISK}
    reason = labelled(RULES, days[first_fresh], 2, 600, monetary=150, previous=REGULAR)
    assert reason == (REGULAR, Rule.UNCHANGED)


def test_new_customers_need_no_clear_margin() -> None:
    """A customer who was New last month takes the cluster's label at once."""
    unlabelled = labelled(RULES, 40, 2, 100)
    assert labelled(RULES, 40, 2, 100, previous=NEW) == unlabelled


@pytest.mark.parametrize(("days", "window"), [(647, 90), (366, 90), (28, 7), (3, 0), (0, 0)])
def test_new_window_shrinks_with_a_short_ledger(days: int, window: int) -> None:
    """In a short ledger everybody's first order is recent."""
    labels = label_clusters(WHOLESALE)
    rules = rules_for(WHOLESALE, labels, ledger_days=days, median_orders=3.5, median_recency=80)
    assert (rules.new_window_days, rules.new_max_orders) == (window, 3)


@pytest.mark.parametrize(("median", "recent", "seen_within"), [(80, 7, 3), (4, 4, 2), (0.5, 1, 1)])
def test_recent_depends_on_the_median_customer(
    median: float, recent: int, seen_within: int
) -> None:
    """Too recent to be at risk means the median customer's recency, a week at most."""
    rules = rules_for(
        WHOLESALE,
        label_clusters(WHOLESALE),
        ledger_days=647,
        median_orders=3,
        median_recency=median,
    )
    assert rules.at_risk_min_silence_days == recent
    assert rules.at_risk_until_seen_within_days == seen_within


def test_lapsed_is_halfway_from_at_risk_to_lost() -> None:
    """A VIP with recency over sqrt(325 x 439) = 378 days is at risk."""
    rules = rules_for(
        WHOLESALE, label_clusters(WHOLESALE), ledger_days=647, median_orders=3, median_recency=80
    )
    assert rules.lapsed_after_days == 378
    assert labelled(rules, 379, 30, 640, monetary=1e5) == (AT_RISK, Rule.LAPSED)
    assert labelled(rules, 378, 30, 640, monetary=1e5)[0] == VIP
