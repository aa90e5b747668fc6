"""Stored records and their checksums."""

from campaign_svc.campaigns.records import CHECKED_FIELDS, SPELLING, checksum_of, is_unmodified
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
"""As it was stored when the checksum covered the first nine names of `SPELLING`."""


def test_older_checksums_are_still_valid() -> None:
    """A record written before the checked fields were listed is still recognised as ours."""
    assert is_unmodified(STORED)


def test_checksum_covers_contract_and_status_fields() -> None:
    """A change of any of these changes the checksum; a change of any other field does not."""
    status_fields = ("version", "status", "revision")
    for name in (*CHECKED_FIELDS, *status_fields):
        assert checksum_of({**STORED, name: "other"}) != STORED["seal"], name
    for name in set(SPELLING.values()) - set(CHECKED_FIELDS):
        assert checksum_of({**STORED, name: "other"}) == STORED["seal"], name
