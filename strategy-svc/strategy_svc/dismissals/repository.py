"""Dismissals in the document store: one collection that is only added to."""

import secrets
from typing import Any, Final

from fleet.clock import timestamp
from fleet.documents import (
    MAX_PAGE,
    Document,
    DocumentPage,
    DocumentStore,
    Indexes,
    Order,
    Where,
)

DISMISSALS: Final = "dismissals"
INDEXES: Final[Indexes] = {DISMISSALS: [("as_of",), ("snapshot",), ("stock_code",)]}
SCHEMA: Final = 1
_NEWEST: Final = Order("_id", descending=True)


class DismissalRepository:
    """Reads what was put aside and taken back, and adds to it."""

    def __init__(self, documents: DocumentStore) -> None:
        self._entries = documents.collection(DISMISSALS)

    async def add(self, content: dict[str, Any]) -> Document:
        """Add an entry; on disk when this returns. Ids sort by the time they were made."""
        at = timestamp()
        entry = {"_id": f"{at}-{secrets.token_hex(4)}", "schema": SCHEMA, "at": at, **content}
        await self._entries.insert(entry)
        return entry

    async def newest(self, where: Where) -> list[Document]:
        """The newest entries that match, at most `MAX_PAGE`."""
        return (await self._entries.page(where, order=_NEWEST, limit=MAX_PAGE)).documents

    async def page(
        self, where: Where, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Entries that match, the newest first, and how many there are."""
        page = await self._entries.page(where, order=_NEWEST, after=after, limit=limit)
        return page, await self._entries.count(where)
