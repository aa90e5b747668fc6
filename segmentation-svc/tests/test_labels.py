"""Labels mean what they say, whatever the clusters."""

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
# One centroid per name, along silence: far enough apart that any customer is near one of them.
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


def test_clusters_of_a_wholesaler() -> None:
    """Most silent: Lost; most valuable: VIP; next most silent: At-Risk; the rest: Regular."""
    assert label_clusters(WHOLESALE) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_six_outliers_are_no_vips() -> None:
    """A cluster of six big spenders of 5,864 customers takes the next cluster along."""
    few = [Cluster(6, 10, 9.0, 9.0), Cluster(500, 20, 2.0, 2.5), *WHOLESALE[2:]]
    assert label_clusters(few)[:2] == [VIP, VIP]


def test_valuable_but_silent_cluster_is_vip_before_it_is_at_risk() -> None:
    """At-Risk is taken from what is left once the most valuable have their name."""
    valued = ((60, 5.0), (20, 0), (30, 0), (40, -2), (300, -3))
    clusters = [Cluster(100, at, value, value - at / 100) for at, value in valued]
    assert label_clusters(clusters) == [VIP, REGULAR, REGULAR, AT_RISK, LOST]


def test_too_few_customers_are_not_ranked() -> None:
    """Below the least number of customers nobody is VIP or Lost."""
    few = [Cluster(4, 10.0 * at, at, at) for at in range(5)]
    assert label_clusters(few) == [REGULAR] * 5


@given(clusters_of)
def test_cluster_labels_keep_their_meaning(clusters: list[Cluster]) -> None:
    """VIP and Lost are no accident of a few; Lost is silent longest; VIP is worth most."""
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
def test_no_customer_gets_an_absurd_label(
    rules: LabelRules,
    recency: int,
    frequency: int,
    monetary: float,
    longer: int | None,
    previous: str | None,
) -> None:
    """Whatever they were called last month, nobody who bought last week is Lost or lapsed a VIP."""
    tenure = None if longer is None else recency + longer
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
def test_new_is_a_rule_of_tenure(
    recency: int, frequency: int, tenure: int | None, label: str
) -> None:
    """First order within the window and few orders; a single order tells its own tenure."""
    assert labelled(RULES, recency, frequency, tenure)[0] == label


def test_label_changes_only_when_the_case_is_clear() -> None:
    """Growing silence moves a Regular to At-Risk later than it moves a stranger, and only once."""
    days = range(30, 290)
    fresh = [labelled(RULES, at, 2, 600, monetary=150)[0] for at in days]
    current, monthly_labels = REGULAR, list[str]()
    for at in days:
        current, _ = labelled(RULES, at, 2, 600, monetary=150, previous=current)
        monthly_labels.append(current)
    first_fresh, first_at_risk = fresh.index(AT_RISK), monthly_labels.index(AT_RISK)
    assert first_fresh < first_at_risk
    assert set(monthly_labels[first_at_risk:]) == {AT_RISK}
    reason = labelled(RULES, days[first_fresh], 2, 600, monetary=150, previous=REGULAR)
    assert reason == (REGULAR, Rule.UNCHANGED)


def test_new_customers_need_no_clear_margin() -> None:
    """Who was New last month takes the label of their cluster at once."""
    fresh = labelled(RULES, 40, 2, 100)
    assert labelled(RULES, 40, 2, 100, previous=NEW) == fresh


@pytest.mark.parametrize(("days", "window"), [(647, 90), (366, 90), (28, 7), (3, 0), (0, 0)])
def test_window_of_new_fits_the_ledger(days: int, window: int) -> None:
    """In a short ledger everybody's first order is recent, so the window shrinks with it."""
    labels = label_clusters(WHOLESALE)
    rules = rules_for(WHOLESALE, labels, ledger_days=days, median_orders=3.5, median_recency=80)
    assert (rules.new_window_days, rules.new_max_orders) == (window, 3)


@pytest.mark.parametrize(("median", "recent", "back"), [(80, 7, 3), (4, 4, 2), (0.5, 1, 1)])
def test_recent_follows_the_rhythm_of_the_shop(median: float, recent: int, back: int) -> None:
    """What is too recent to be at risk is the median customer's silence, at most a week."""
    rules = rules_for(
        WHOLESALE,
        label_clusters(WHOLESALE),
        ledger_days=647,
        median_orders=3,
        median_recency=median,
    )
    assert rules.at_risk_min_silence_days == recent
    assert rules.at_risk_until_seen_within_days == back


def test_lapsed_is_halfway_from_at_risk_to_lost() -> None:
    """A VIP silent for more than sqrt(325 x 439) = 378 days is at risk."""
    rules = rules_for(
        WHOLESALE, label_clusters(WHOLESALE), ledger_days=647, median_orders=3, median_recency=80
    )
    assert rules.lapsed_after_days == 378
    assert labelled(rules, 379, 30, 640, monetary=1e5) == (AT_RISK, Rule.LAPSED)
    assert labelled(rules, 378, 30, 640, monetary=1e5)[0] == VIP
