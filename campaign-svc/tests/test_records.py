"""Stored records and their seals."""

from campaign_svc.campaigns.records import SEALED_FIELDS, SPELLING, is_sealed, seal_of
from fleet.documents import Document

STORED: Document = {
    "_id": "22423_Regular Customers",
    "email_subject": "25% off",
    "email_body": "Hello,\n\n25% off this week.",
    "whatsapp_message": "25% off 🎁",
    "StockCode": "22423",
    "Objective": "Clear Stock",
    "TargetCluster": "Regular Customers",
    "Discount": 25,
    "ProductDescription": "REGENCY CAKESTAND 3 TIER",
    "generatedAt": "2011-09-09T08:30:00.000000Z",
    "provider": "template",
    "schema": 2,
    "version": 2,
    "status": "approved",
    "revision": 4,
    "seal": "587342e6db970b209613f345fbffac54",
}
"""As it was stored when the seal was made of the first nine names of `SPELLING`."""


def test_older_seals_are_still_valid() -> None:
    """A record sealed before the sealed fields were listed is still recognised as ours."""
    assert is_sealed(STORED)


def test_seal_covers_contract_fields_and_position() -> None:
    """A change of any of these breaks the seal; a change of any other field does not."""
    marks = ("version", "status", "revision")
    for name in (*SEALED_FIELDS, *marks):
        assert seal_of({**STORED, name: "other"}) != STORED["seal"], name
    for name in set(SPELLING.values()) - set(SEALED_FIELDS):
        assert seal_of({**STORED, name: "other"}) == STORED["seal"], name
