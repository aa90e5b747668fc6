"""Differences between an offer and the one a text was written for."""

import pytest

from fleet.sentences import render
from gateway.campaigns.campaign_text import CampaignText
from gateway.campaigns.offer import offer_changes
from gateway.campaigns.schemas import Offer

LIVE = Offer(
    snapshot="s",
    planned=True,
    objective="Clear Stock",
    target_cluster="VIP Customers",
    discount=20,
    current_stock=310,
    unit_price=2.95,
    predicted_7d_demand=40,
    stock_source="uploaded",
)


def written_for(**odd: object) -> CampaignText:
    """A text for the live offer, apart from the given fields."""
    return CampaignText(
        stock_code="1",
        target_cluster="VIP Customers",
        discount=20,
        inputs={"offer": LIVE.model_dump() | odd},
    )


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ({"discount": 10}, "Discount: was 10%, is 20%."),
        ({"unit_price": None}, "Price: was \N{EN DASH}, is 2.95."),
        ({"current_stock": "a lot"}, "Stock: was \N{EN DASH}, is 310."),
        ({"target_cluster": ["VIP"]}, "Audience: was \N{EN DASH}, is VIP Customers."),
        ({"planned": False}, "The product is in the plan now."),
    ],
)
def test_each_change_has_a_sentence(odd: dict[str, object], message: str) -> None:
    """Each difference has a sentence, even if a record has no usable value."""
    (change,) = offer_changes(written_for(**odd), LIVE)
    assert change.message == message
    assert change.statement is not None
    assert render(change.statement) == message
    assert change.was == next(iter(odd.values()))


def test_unchanged_offer_has_no_changes() -> None:
    """An unchanged offer needs no confirmation."""
    assert offer_changes(written_for(), LIVE) == []
