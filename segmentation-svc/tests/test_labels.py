"""Labels mean what they say, whatever the clusters."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from segmentation_svc.segments.labels import (
    AT_RISK,
    LABELS,
    LOST,
    MIN_CUSTOMERS,
    MIN_SHARE,
    NEW,
    REGULAR,
    VIP,
    Cluster,
    LabelRules,
    label_clusters,
    label_customer,
    rules_for,
)

RULES = LabelRules(new_window_days=90, new_max_orders=3, lapsed_after_days=300)
WHOLESALE = [
    Cluster(655, 47, 3.5),
    Cluster(1367, 81, 1.1),
    Cluster(1076, 106, -1.4),
    Cluster(1019, 325, -0.1),
    Cluster(1134, 439, -2.0),
]
clusters_of = st.lists(
    st.builds(
        Cluster,
        size=st.integers(0, 5000),
        recency=st.floats(0, 4000),
        value=st.floats(-8, 8),
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


def test_clusters_of_a_wholesaler() -> None:
    """Most silent: Lost; most valuable: VIP; next most silent: At-Risk; the rest: Regular."""
    assert label_clusters(WHOLESALE) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_six_outliers_are_no_vips() -> None:
    """A cluster of six big spenders of 5,864 customers takes the next cluster along."""
    few = [Cluster(6, 10, 9.0), Cluster(500, 20, 2.0), *WHOLESALE[2:]]
    assert label_clusters(few)[:2] == [VIP, VIP]


def test_a_valuable_but_silent_cluster_is_vip_before_it_is_at_risk() -> None:
    """At-Risk is taken from what is left once the most valuable have their name."""
    clusters = [Cluster(100, at, v) for at, v in ((60, 5.0), (20, 0), (30, 0), (40, 0), (300, -3))]
    assert label_clusters(clusters) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_too_few_customers_are_not_ranked() -> None:
    """Below the least number of customers nobody is VIP or Lost."""
    few = [Cluster(4, 10.0 * at, at) for at in range(5)]
    assert label_clusters(few) == [REGULAR] * 5


@given(clusters_of)
def test_cluster_labels_keep_their_meaning(clusters: list[Cluster]) -> None:
    """VIP and Lost are no accident of a few; Lost is silent longest; VIP is worth most."""
    total = sum(cluster.size for cluster in clusters)
    assume(total >= MIN_CUSTOMERS)
    labels = label_clusters(clusters)
    named = {
        label: [c for c, own in zip(clusters, labels, strict=True) if own == label]
        for label in LABELS
    }
    assert len(labels) == 5
    assert not named[NEW]
    assert len(named[AT_RISK]) == 1
    for label in (VIP, LOST):
        assert not named[label] or sum(c.size for c in named[label]) >= MIN_SHARE * total
    others = named[VIP] + named[REGULAR] + named[AT_RISK]
    assert all(c.recency <= lost.recency for c in others for lost in named[LOST])
    assert all(c.value <= vip.value for c in named[REGULAR] + named[AT_RISK] for vip in named[VIP])
    assert all(c.recency <= risk.recency for c in named[REGULAR] for risk in named[AT_RISK])


@given(
    st.sampled_from([VIP, REGULAR, AT_RISK, LOST]),
    rules_of,
    st.integers(1, 4000),
    st.integers(1, 1000),
    st.integers(0, 4000) | st.none(),
)
def test_no_customer_gets_an_absurd_label(
    cluster_label: str, rules: LabelRules, recency: int, frequency: int, longer: int | None
) -> None:
    """Nobody who bought last week is At-Risk or Lost, and nobody silent for years is VIP."""
    tenure = None if longer is None else recency + longer
    found = label_customer(
        cluster_label, rules, recency=recency, frequency=frequency, tenure_days=tenure
    )
    assert found.label in LABELS
    assert found.reason.endswith(".")
    if recency <= 30:
        assert found.label != LOST
    if recency <= 7:
        assert found.label != AT_RISK
    if found.label in {VIP, REGULAR}:
        assert recency <= rules.lapsed_after_days
    if found.label == NEW:
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
def test_new_is_a_rule_of_tenure(
    recency: int, frequency: int, tenure: int | None, label: str
) -> None:
    """First order within the window and few orders; a single order tells its own tenure."""
    found = label_customer(REGULAR, RULES, recency=recency, frequency=frequency, tenure_days=tenure)
    assert found.label == label


@pytest.mark.parametrize(("days", "window"), [(647, 90), (366, 90), (28, 7), (3, 0), (0, 0)])
def test_window_of_new_fits_the_ledger(days: int, window: int) -> None:
    """In a short ledger everybody's first order is recent, so the window shrinks with it."""
    labels = label_clusters(WHOLESALE)
    rules = rules_for(WHOLESALE, labels, ledger_days=days, median_orders=3.5)
    assert (rules.new_window_days, rules.new_max_orders) == (window, 3)


def test_lapsed_is_the_silence_of_the_at_risk() -> None:
    """A VIP silent for longer than the centre of the At-Risk cluster is at risk."""
    rules = rules_for(WHOLESALE, label_clusters(WHOLESALE), ledger_days=647, median_orders=3)
    assert rules.lapsed_after_days == 325
    found = label_customer(VIP, rules, recency=326, frequency=30, tenure_days=640)
    assert found.label == AT_RISK
