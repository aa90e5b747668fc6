"""Dismissals in the document store: an append-only collection."""

import secrets
from dataclasses import dataclass
from typing import Final

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
from strategy_svc.dismissals.schemas import Action, DismissalEntry

DISMISSALS: Final = "dismissals"
INDEXES: Final[Indexes] = {DISMISSALS: [("as_of",), ("snapshot",), ("stock_code",)]}
SCHEMA: Final = 1
_NEWEST: Final = Order("_id", descending=True)


@dataclass(frozen=True)
class Dismissal:
    """A dismissal of an action, or its undoing.

    Attributes:
        by, role: Who, and as what.
        snapshot: The snapshot that was live at that time.
        as_of: Its day; None if it has none.
        product_name: The product's name at that time.
        action: The action that was dismissed.
        dismissed: False if this entry undoes a dismissal.
        reason: None if this entry undoes a dismissal.
    """

    by: str
    role: str
    snapshot: str
    as_of: str | None
    product_name: str
    action: Action
    dismissed: bool
    reason: str | None


class DismissalRepository:
    """Reads and adds dismissals and undos."""

    def __init__(self, documents: DocumentStore) -> None:
        self._entries = documents.collection(DISMISSALS)

    async def add(self, dismissal: Dismissal) -> DismissalEntry:
        """Add an entry; on disk when this returns. Ids sort by the time they were made."""
        at = timestamp()
        entry: Document = {
            "_id": f"{at}-{secrets.token_hex(4)}",
            "schema": SCHEMA,
            "at": at,
            **vars(dismissal),
            "stock_code": dismissal.action.stock_code,
            "action": dismissal.action.model_dump(),
        }
        await self._entries.insert(entry)
        return DismissalEntry.model_validate(entry)

    async def newest(self, where: Where) -> list[DismissalEntry]:
        """The newest entries that match, at most `MAX_PAGE`."""
        page = await self._entries.page(where, order=_NEWEST, limit=MAX_PAGE)
        return [DismissalEntry.model_validate(entry) for entry in page.documents]

    async def page(
        self, where: Where, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching entries, newest first, and how many match."""
        page = await self._entries.page(where, order=_NEWEST, after=after, limit=limit)
        return page, await self._entries.count(where)
