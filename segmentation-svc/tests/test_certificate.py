"""The stability measures against their definitions, and the certificate on varied ledgers."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.sentences import render
from segmentation_svc.model.history import month_earlier, month_starts
from segmentation_svc.model.rfm import order_days
from segmentation_svc.stability.certificate import certify
from segmentation_svc.stability.measures import (
    adjusted_rand,
    area_under_roc,
    changed,
    eta_squared,
)

AS_OF = date(2011, 9, 9)
FIRST = AS_OF - timedelta(days=600)
Sales = list[tuple[str | None, str, int, float]]
BuildLedger = Callable[[Sales], pl.DataFrame]


def test_auc_is_the_share_of_ordered_pairs() -> None:
    """Counting all pairs, with ties as half, gives the area."""
    happened = np.array([True, False, True, False, False, True])
    score = np.array([0.9, 0.4, 0.4, 0.1, 0.7, 0.8])
    pairs = [(a, b) for a in score[happened] for b in score[~happened]]
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
    assert area_under_roc(happened, score) == pytest.approx(wins / len(pairs))
    assert area_under_roc(np.ones(3, dtype=np.bool_), np.arange(3.0)) is None


def test_eta_squared_by_hand() -> None:
    """Groups (1, 3) and (5, 7): between 16 of a total of 20; equal values have no variance."""
    groups = np.array([0, 0, 1, 1])
    assert eta_squared(np.array([1.0, 3.0, 5.0, 7.0]), groups) == pytest.approx(0.8)
    assert eta_squared(np.full(4, 2.0), groups) is None


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=9))
def test_adjusted_rand_matches_counted_pairs(codes: list[tuple[int, int]]) -> None:
    """Pairs together in both, corrected for chance, over the maximum."""
    first, second = (np.array(column) for column in zip(*codes, strict=True))
    pairs = list(combinations(range(len(codes)), 2))
    in_first = {(i, j) for i, j in pairs if first[i] == first[j]}
    in_second = {(i, j) for i, j in pairs if second[i] == second[j]}
    chance = len(in_first) * len(in_second) / len(pairs)
    maximum = (len(in_first) + len(in_second)) / 2
    score = 1.0 if maximum == chance else (len(in_first & in_second) - chance) / (maximum - chance)
    assert adjusted_rand(first, second) == pytest.approx(score)


def test_change_rate_ignores_new_customers() -> None:
    """One of the two known before has another label now."""
    assert changed(np.array([-1, 0, 1]), np.array([2, 0, 2]), -1) == pytest.approx(0.5)
    assert changed(np.array([-1]), np.array([2]), -1) is None


def test_month_starts_and_month_earlier() -> None:
    """Months that start after the ledger does, 24 at most; the same or last day a month earlier."""
    assert month_starts(date(2011, 1, 1), date(2011, 3, 1)) == [date(2011, 2, 1)]
    assert month_starts(date(2011, 1, 2), date(2011, 3, 2)) == [date(2011, 2, 1), date(2011, 3, 1)]
    assert len(month_starts(date(1990, 1, 1), AS_OF)) == 24
    assert month_earlier(date(2011, 3, 31)) == date(2011, 2, 28)
    assert month_earlier(date(2011, 1, 11)) == date(2010, 12, 11)


def test_certificate_ignores_sales_from_the_as_of_date(
    sales: Sales, build_ledger: BuildLedger
) -> None:
    """Sales dated as-of and later change no number of the certificate."""
    later: Sales = [*sales, *((sales[-1][0], f"later{n}", -n, 1e6) for n in range(9))]
    found = certify(order_days(build_ledger(sales)), FIRST, AS_OF)
    assert certify(order_days(build_ledger(later)), FIRST, AS_OF) == found
    assert found.note is None


def test_past_labels_ignore_later_sales(sales: Sales, build_ledger: BuildLedger) -> None:
    """Sales in the last 90 days change the outlook, but not the bootstrap or the months."""
    certificate = certify(order_days(build_ledger(sales)), FIRST, AS_OF)
    early = [sale for sale in sales if sale[2] > 90]
    other = [*early, *((early[at][0], f"n{at}", 30, 99.0) for at in range(0, len(early), 3))]
    changed_after = certify(order_days(build_ledger(other)), FIRST, AS_OF)
    assert changed_after.bootstrap == certificate.bootstrap
    assert changed_after.monthly_change == certificate.monthly_change
    assert changed_after.outlook != certificate.outlook


@pytest.mark.parametrize(
    "few",
    [
        [("1", "A", 5, 1.0)],
        [(f"C{n}", f"O{n}", 1 + n % 80, 5.0) for n in range(200)],
        [(f"C{n}", f"O{n}", 3650, 5.0) for n in range(200)],
        [(f"C{n}", f"O{n}{at}", at, 0.0) for n in range(60) for at in (100, 200, 3000)],
    ],
)
def test_unusual_ledgers_have_numbers_or_a_note(few: Sales, build_ledger: BuildLedger) -> None:
    """One customer, one quarter, ten years without sales, or no money at all."""
    found = certify(order_days(build_ledger(few)), AS_OF - timedelta(days=3650), AS_OF, resamples=3)
    assert found.outlook is not None or found.note is not None
    assert found.note == (found.note_statement and render(found.note_statement))
    if found.bootstrap is not None:
        assert -1 <= found.bootstrap.ari_median <= 1
