"""Who asked to be forgotten is recognised, and nobody else is."""

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
    """A document store of the test's own."""
    return DocumentSettings(mongodb_uri=None, documents_path=tmp_path / "documents.sqlite3")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12346", "12346"), (" 12346.0 ", "12346"), ("00123", "00123"), ("A.0", "A.0")],
)
def test_an_id_is_read_as_the_ledger_writes_it(written: str, meant: str) -> None:
    """Blanks and a trailing `.0` are no part of a number; leading zeros are."""
    assert canonical_id(written) == meant


async def test_no_id_is_refused(settings: DocumentSettings) -> None:
    """Nobody is forgotten by the empty text."""
    with pytest.raises(InvalidInput):
        await forget("  ", settings)


async def test_the_store_holds_no_id(settings: DocumentSettings) -> None:
    """What is kept does not contain the customer's id, and differs between shops."""
    await forget("12346", settings)
    await forget("12346.0", settings)
    async with open_documents(settings) as documents:
        page = await documents.collection(COLLECTION).page()
    assert len(page.documents) == 2  # one customer, and the key
    assert "12346" not in str(page.documents)


def test_nobody_is_forgotten_where_there_is_no_store(settings: DocumentSettings) -> None:
    """Reading the list makes no database."""
    assert read_forgotten(settings) is NOBODY
    assert not settings.documents_path.exists()


def test_forgotten_customers_leave_the_ledger_and_their_lines_stay(
    settings: DocumentSettings, tmp_path: Path
) -> None:
    """Their lines are demand without a customer; other customers stay as they are."""
    asyncio.run(forget("2", settings))
    lines = pl.DataFrame({"customer_id": ["1", "2", None, "2", "22"], "quantity": [1, 2, 3, 4, 5]})
    lines.write_parquet(tmp_path / "ledger.parquet")
    assert remove_from_ledger(tmp_path, read_forgotten(settings)) == 1
    after = pl.read_parquet(tmp_path / "ledger.parquet")
    assert after["customer_id"].to_list() == ["1", None, None, None, "22"]
    assert after["quantity"].to_list() == lines["quantity"].to_list()


async def test_they_leave_audiences_and_opt_outs(settings: DocumentSettings) -> None:
    """No part of any audience and no opt-out names them afterwards; others stay."""
    async with open_documents(settings) as documents:
        delivery = DeliveryRepository(documents)
        await delivery.freeze({"_id": "a"}, ["1", "2", "22"], ["3"])
        await delivery.freeze({"_id": "b"}, ["1"], ["2"])
        await delivery.put_opt_out({"_id": "2"})
        assert await forget(" 2.0", settings) == 2
        assert await delivery.people("a", "recipients") == ["1", "22"]
        assert await delivery.people("b", "holdout") == []
        assert await delivery.opt_out("2") is None
