"""Customers who asked to be forgotten are recognised, and no others."""

import asyncio
from pathlib import Path

import polars as pl
import pytest

from campaign_svc.delivery.forgotten_customers import COLLECTION, NOBODY, canonical_id
from campaign_svc.delivery.repository import DeliveryRepository
from fleet.documents import DocumentSettings, open_documents
from fleet.errors import InvalidInput
from smartretail.jobs.forget import forget, read_forgotten, remove_from_ledger


@pytest.fixture
def settings(tmp_path: Path) -> DocumentSettings:
    """A document store for one test."""
    return DocumentSettings(mongodb_uri=None, documents_path=tmp_path / "documents.sqlite3")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12346", "12346"), (" 12346.0 ", "12346"), ("00123", "00123"), ("A.0", "A.0")],
)
def test_customer_id_is_normalized(written: str, meant: str) -> None:
    """Blanks and a trailing `.0` are removed; leading zeros are significant."""
    assert canonical_id(written) == meant


async def test_empty_id_is_rejected(settings: DocumentSettings) -> None:
    """The empty text is not a customer id."""
    with pytest.raises(InvalidInput):
        await forget("  ", settings)


async def test_stored_ids_are_hashed(settings: DocumentSettings) -> None:
    """The stored value does not contain the customer's id and differs between shops."""
    await forget("12346", settings)
    await forget("12346.0", settings)
    async with open_documents(settings) as documents:
        page = await documents.collection(COLLECTION).page()
    assert len(page.documents) == 2  # one customer, and the key
    assert "12346" not in str(page.documents)


def test_reading_the_list_creates_no_store(settings: DocumentSettings) -> None:
    """Without a store the list is empty, and reading it creates no database."""
    assert read_forgotten(settings) is NOBODY
    assert not settings.documents_path.exists()


def test_forgotten_customers_are_removed_but_not_their_sales(
    settings: DocumentSettings, tmp_path: Path
) -> None:
    """Their lines count as sales without a customer; other customers are unchanged."""
    asyncio.run(forget("2", settings))
    lines = pl.DataFrame({"customer_id": ["1", "2", None, "2", "22"], "quantity": [1, 2, 3, 4, 5]})
    lines.write_parquet(tmp_path / "ledger.parquet")
    assert remove_from_ledger(tmp_path, read_forgotten(settings)) == 1
    after = pl.read_parquet(tmp_path / "ledger.parquet")
    assert after["customer_id"].to_list() == ["1", None, None, None, "22"]
    assert after["quantity"].to_list() == lines["quantity"].to_list()


async def test_forgotten_customers_leave_audiences_and_opt_outs(settings: DocumentSettings) -> None:
    """No audience and no opt-out contains them afterwards; others are unchanged."""
    async with open_documents(settings) as documents:
        delivery = DeliveryRepository(documents)
        await delivery.freeze({"_id": "a"}, ["1", "2", "22"], ["3"])
        await delivery.freeze({"_id": "b"}, ["1"], ["2"])
        await delivery.put_opt_out({"_id": "2"})
        assert await forget(" 2.0", settings) == 2
        assert await delivery.people("a", "recipients") == ["1", "22"]
        assert await delivery.people("b", "holdout") == []
        assert await delivery.opt_out("2") is None
