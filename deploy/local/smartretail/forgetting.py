"""People are forgettable: who asked to be forgotten stays out of every snapshot from then on.

What is kept is a keyed hash of the customer's id in the collection `forgotten_customers`, so that
a refresh can recognise the id in the shop's own ledger, which we do not own and do not change.
Their order lines stay, as demand without a customer, like any sale to somebody unknown.

The hash keeps ids from being read at a glance or joined with another shop's. It is no secret:
whoever holds both the documents and a list of ids can test which of them are in it.
"""

import asyncio
import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fleet.documents import (
    MAX_PAGE,
    Collection,
    DocumentExists,
    DocumentSettings,
    open_documents,
)
from fleet.errors import InvalidInput

COLLECTION = "forgotten_customers"
LEDGER = "ledger.parquet"
_KEY = "key"


@dataclass(frozen=True)
class Forgotten:
    """Who is to be left out: keyed hashes of customer ids."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    def holds(self, customer_id: str) -> bool:
        """Whether this customer asked to be forgotten."""
        return hash_of(customer_id, self.key) in self.hashes


NOBODY = Forgotten()


def canonical_id(customer: str) -> str:
    """A customer id as the ledger writes it: trimmed, and `12346.0` is `12346`.

    Raises:
        InvalidInput: nothing is left.
    """
    trimmed = customer.strip()
    whole = trimmed.removesuffix(".0")
    trimmed = whole if whole.isdigit() else trimmed
    if not trimmed:
        raise InvalidInput("Give the id of the customer to forget.")
    return trimmed


def hash_of(customer_id: str, key: bytes) -> str:
    """BLAKE2b of the id under the installation's key (RFC 7693, 2.9)."""
    return hashlib.blake2b(customer_id.encode(), key=key, digest_size=24).hexdigest()


async def forget(customer: str, settings: DocumentSettings) -> None:
    """Remember for all later refreshes that this customer is to be left out.

    Raises:
        InvalidInput: the id is empty.
        DocumentsUnavailable: the store does not answer; nothing was changed.
    """
    customer_id = canonical_id(customer)
    async with open_documents(settings) as documents:
        collection = documents.collection(COLLECTION)
        key = await _key_of(collection)
        await collection.put(
            {"_id": hash_of(customer_id, key), "forgotten_at": datetime.now(UTC).isoformat()}
        )


async def _key_of(collection: Collection) -> bytes:
    """The installation's key; the first call makes it."""
    with contextlib.suppress(DocumentExists):
        await collection.insert({"_id": _KEY, "key": secrets.token_hex(32)})
    stored = await collection.get(_KEY)
    assert stored is not None  # noqa: S101 - it was inserted, now or before
    return bytes.fromhex(stored["key"])


def read_forgotten(settings: DocumentSettings) -> Forgotten:
    """Who is to be left out of the next snapshot.

    Raises:
        DocumentsUnavailable: the store does not answer, so nobody can say who is to be left out.
    """
    if settings.mongodb_uri is None and not settings.documents_path.exists():
        return NOBODY
    return asyncio.run(_read(settings))


async def _read(settings: DocumentSettings) -> Forgotten:
    async with open_documents(settings) as documents:
        collection = documents.collection(COLLECTION)
        stored = await collection.get(_KEY)
        if stored is None:
            return NOBODY
        hashes: set[str] = set()
        cursor: str | None = None
        while True:
            page = await collection.page(after=cursor, limit=MAX_PAGE)
            hashes |= {document["_id"] for document in page.documents} - {_KEY}
            cursor = page.next_cursor
            if cursor is None:
                return Forgotten(bytes.fromhex(stored["key"]), frozenset(hashes))


def forgotten_in(folder: Path, forgotten: Forgotten) -> list[str]:
    """Customers the cleaned ledger in `folder` names although they asked to be forgotten."""
    if not forgotten.hashes:
        return []
    import polars as pl  # noqa: PLC0415 - `smartretail forget` does without it

    known = pl.read_parquet(folder / LEDGER, columns=["customer_id"])["customer_id"]
    return [customer for customer in known.drop_nulls().unique() if forgotten.holds(customer)]


def remove_from_ledger(staging: Path, forgotten: Forgotten) -> int:
    """Take forgotten customers out of the cleaned ledger; returns how many there were.

    The ledger is the only file of a refresh that names customers and that others are made from.
    """
    leave_out = forgotten_in(staging, forgotten)
    if leave_out:
        import polars as pl  # noqa: PLC0415 - `smartretail forget` does without it

        lines = pl.read_parquet(staging / LEDGER)
        named = pl.col("customer_id")
        lines.with_columns(
            pl.when(named.is_in(leave_out)).then(None).otherwise(named).alias("customer_id")
        ).write_parquet(staging / LEDGER)
    return len(leave_out)
