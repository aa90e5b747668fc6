"""Recency, frequency and monetary value from a list of purchases, by hand."""

from datetime import date

import pytest

from segmentation_svc.classification.purchases import Purchase, Rfm, rfm_of

AS_OF = date(2011, 9, 9)


def test_rfm_of_purchases_matches_hand_calculation() -> None:
    """An order of two lines, one without an id, and a return: 0.1 + 0.2 + 5 - 2 = 3.3."""
    purchases = [
        Purchase(date(2011, 9, 1), 0.1, "A"),
        Purchase(date(2011, 9, 1), 0.2, "A"),
        Purchase(date(2011, 8, 1), 5.0),
        Purchase(date(2011, 9, 5), -2.0),
    ]
    assert rfm_of(purchases, AS_OF) == Rfm(recency=8, frequency=2, monetary=3.3, tenure_days=39)


def test_purchases_without_an_order_id_are_separate_orders() -> None:
    """Two purchases of one day without an id are two orders."""
    twice = [Purchase(date(2011, 9, 8), 1.0), Purchase(date(2011, 9, 8), 1.0)]
    assert rfm_of(twice, AS_OF).frequency == 2


def test_purchase_on_or_after_as_of_is_named() -> None:
    """The error has the position and date of the first purchase dated as-of or later."""
    late = [Purchase(date(2011, 9, 8), 1.0), Purchase(AS_OF, 1.0)]
    with pytest.raises(ValueError, match=r"purchases\[1\]\.date 2011-09-09 is not before"):
        rfm_of(late, AS_OF)


def test_only_returns_are_an_error() -> None:
    """A customer without a positive purchase has no known order."""
    with pytest.raises(ValueError, match="only returns"):
        rfm_of([Purchase(date(2011, 9, 1), -1.0)], AS_OF)
