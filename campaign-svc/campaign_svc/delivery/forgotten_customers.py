"""Forgotten customers are removed from all documents and audiences, and from later snapshots.

Only a keyed hash of the customer's id remains, in the collection `forgotten_customers`. It is used
to recognise the id if it appears again: in the shop's ledger, which we don't own or change, or in
an earlier snapshot.

Because of the hash, ids can't be read directly or matched with another shop's. It is not secret:
anyone with both the documents and a list of ids can test which of them it contains.
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
    """Customers to leave out, as keyed hashes of their ids."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    def holds(self, customer_id: str) -> bool:
        """Whether this customer asked to be forgotten."""
        return bool(self.hashes) and hash_of(customer_id, self.key) in self.hashes


NOBODY: Final = Forgotten()


def canonical_id(customer: str) -> str:
    """A customer id in the ledger's form: trimmed, and `12346.0` becomes `12346`.

    Raises:
        InvalidInput: the result is empty.
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
    """Remove a customer from all documents, and exclude them from now on.

    Returns:
        Number of frozen audiences they were removed from.

    Raises:
        InvalidInput: the id is empty.
        DocumentsUnavailable: the store does not answer; calling this again completes the removal.
    """
    customer_id = canonical_id(customer)
    collection = documents.collection(COLLECTION)
    key = await _key_of(collection)
    # Record the hash first, so that an audience frozen meanwhile doesn't include them.
    await collection.put({"_id": hash_of(customer_id, key), "forgotten_at": utc_now().isoformat()})
    return await DeliveryRepository(documents).remove_customer(customer_id)


async def _key_of(collection: Collection) -> bytes:
    """The installation's key, created by the first call."""
    with contextlib.suppress(DocumentExists):
        await collection.insert({"_id": _KEY, "key": secrets.token_hex(32)})
    stored = await collection.get(_KEY)
    assert stored is not None  # noqa: S101 - it was inserted just now or earlier
    return bytes.fromhex(stored["key"])


async def forgotten_in(documents: DocumentStore) -> Forgotten:
    """The customers to leave out."""
    collection = documents.collection(COLLECTION)
    stored = await collection.get(_KEY)
    if stored is None:
        return NOBODY
    hashes = {document["_id"] async for document in all_documents(collection)}
    return Forgotten(bytes.fromhex(stored["key"]), frozenset(hashes - {_KEY}))
