"""Forgotten customers: they are in no document, audience or later snapshot.

What stays is a keyed hash of the customer's id in the collection `forgotten_customers`, so that
the id is recognised where it comes up again: in the shop's own ledger, which we do not own and do
not change, and in a snapshot made before.

The hash keeps ids from being read at a glance or joined with another shop's. It is no secret:
whoever holds both the documents and a list of ids can test which of them are in it.
"""

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from campaign_svc.delivery.repository import DeliveryRepository
from fleet.clock import utc_now
from fleet.documents import Collection, DocumentExists, DocumentStore, all_documents
from fleet.errors import InvalidInput

COLLECTION: Final = "forgotten_customers"
_KEY: Final = "key"


@dataclass(frozen=True)
class Forgotten:
    """Who is to be left out: keyed hashes of customer ids."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    def holds(self, customer_id: str) -> bool:
        """Whether this customer asked to be forgotten."""
        return bool(self.hashes) and hash_of(customer_id, self.key) in self.hashes


NOBODY: Final = Forgotten()


def canonical_id(customer: str) -> str:
    """A customer id as the ledger writes it: trimmed, and `12346.0` is `12346`.

    Raises:
        InvalidInput: nothing is left.
    """
    trimmed = customer.strip()
    whole = trimmed.removesuffix(".0")
    trimmed = whole if whole.isdigit() else trimmed
    if not trimmed:
        raise InvalidInput("Give the id of the customer.")
    return trimmed


def hash_of(customer_id: str, key: bytes) -> str:
    """BLAKE2b of the id under the installation's key (RFC 7693, 2.9)."""
    return hashlib.blake2b(customer_id.encode(), key=key, digest_size=24).hexdigest()


async def forget(customer: str, documents: DocumentStore) -> int:
    """Take a customer out of all documents, and remember to leave them out from now on.

    Returns:
        Frozen audiences they were taken out of.

    Raises:
        InvalidInput: the id is empty.
        DocumentsUnavailable: the store does not answer; called again, it finishes what was begun.
    """
    customer_id = canonical_id(customer)
    collection = documents.collection(COLLECTION)
    key = await _key_of(collection)
    # First remembered, so that no audience that is frozen meanwhile holds them again.
    await collection.put({"_id": hash_of(customer_id, key), "forgotten_at": utc_now().isoformat()})
    return await DeliveryRepository(documents).remove_customer(customer_id)


async def _key_of(collection: Collection) -> bytes:
    """The installation's key; the first call makes it."""
    with contextlib.suppress(DocumentExists):
        await collection.insert({"_id": _KEY, "key": secrets.token_hex(32)})
    stored = await collection.get(_KEY)
    assert stored is not None  # noqa: S101 - it was inserted, now or before
    return bytes.fromhex(stored["key"])


async def forgotten_in(documents: DocumentStore) -> Forgotten:
    """Who is to be left out."""
    collection = documents.collection(COLLECTION)
    stored = await collection.get(_KEY)
    if stored is None:
        return NOBODY
    hashes = {document["_id"] async for document in all_documents(collection)}
    return Forgotten(bytes.fromhex(stored["key"]), frozenset(hashes - {_KEY}))
