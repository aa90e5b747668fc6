"""Keys in the document store. Never deleted, as a record of who could do what, and when."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Final

from contract.permissions import Role
from fleet.clock import timestamp
from fleet.documents import (
    Document,
    DocumentSettings,
    DocumentStore,
    Indexes,
    Order,
    all_documents,
    open_documents,
)
from fleet.errors import NotFound
from gateway.access.keys import Key, new_key

KEYS: Final = "keys"
KEY_INDEXES: Final[Indexes] = {KEYS: [("created_at",)]}
SCHEMA: Final = 1


class KeyRepository:
    """Creates, finds and revokes keys."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._keys = documents.collection(KEYS)

    async def answers_within(self, seconds: float) -> bool:
        """Whether the store answers within `seconds`."""
        return await self._documents.answers_within(seconds)

    async def create(self, name: str, role: Role) -> tuple[Key, str]:
        """Create a key; returns it and its text, which is shown only once.

        Raises:
            InvalidInput: the name is not allowed.
        """
        key, text = new_key(name, role, timestamp())
        await self._keys.insert(_document(key))
        return key, text

    async def find(self, key_id: str) -> Key | None:
        """The key with this id, revoked or not."""
        document = await self._keys.get(key_id)
        return None if document is None else _key(document)

    async def any(self) -> bool:
        """Whether any key was ever created."""
        return bool((await self._keys.page(limit=1)).documents)

    async def all(self) -> list[Key]:
        """All keys ever created, oldest first."""
        found = all_documents(self._keys, order=Order("created_at"))
        return [_key(document) async for document in found]

    async def revoke(self, key_id: str) -> Key:
        """Revoke the key; revoking it again changes nothing.

        Raises:
            NotFound: there is no such key.
        """
        key = await self.find(key_id)
        if key is None:
            raise NotFound(
                f"No key has the id {key_id[:40]!r}; `smartretail keys list` shows them."
            )
        if key.revoked_at is None:
            key = replace(key, revoked_at=timestamp())
            await self._keys.put(_document(key))
        return key


@asynccontextmanager
async def open_keys(settings: DocumentSettings) -> AsyncGenerator[KeyRepository]:
    """The keys of an installation, for use by a command."""
    async with open_documents(settings, indexes=KEY_INDEXES) as documents:
        yield KeyRepository(documents)


def _document(key: Key) -> Document:
    fields = asdict(key)
    return {"_id": fields.pop("id"), "schema": SCHEMA, **fields}


def _key(document: Document) -> Key:
    names = ("name", "role", "sha256", "created_at", "revoked_at")
    return Key(id=document["_id"], **{name: document.get(name) for name in names})  # pyright: ignore[reportArgumentType] - as we stored them
