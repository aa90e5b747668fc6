"""The ledger in the document store: an append-only collection, and its head stored separately."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Final

from fleet.documents import (
    Document,
    DocumentExists,
    DocumentPage,
    DocumentStore,
    Indexes,
    Order,
    Range,
    VersionConflict,
    Where,
    all_documents,
    all_pages,
)
from fleet.errors import Conflict
from fleet.retries import retry
from fleet.statements import statement
from strategy_svc.decisions.chain import EMPTY, Head, entry_id, head_of, linked
from strategy_svc.decisions.ledger_entries import FrozenPlan, FrozenRow, Outcome, whole_rows
from strategy_svc.decisions.schemas import DecisionEntry

LEDGER: Final = "decision_ledger"
HEADS: Final = "decision_heads"
PLAN, DECISION, OUTCOME = "plan", "decision", "outcome"
INDEXES: Final[Indexes] = {
    LEDGER: [
        ("kind", "snapshot", "stock_code"),
        ("kind", "stock_code"),
        ("kind", "idempotency_key"),
        ("kind", "as_of"),
    ],
    HEADS: [],
}
SCHEMA: Final = 1
_HEAD: Final = "head"
_ATTEMPTS: Final = 60
_PAGE: Final = 200
_NEWEST: Final = Order("_id", descending=True)

Content = Callable[[], Awaitable[Document | None]]
"""Makes the content to append from the ledger's head; None appends nothing."""


class DecisionLedger:
    """Reads the ledger, and appends to it."""

    def __init__(self, documents: DocumentStore) -> None:
        self._entries = documents.collection(LEDGER)
        self._heads = documents.collection(HEADS)
        # Writers in one process wait for each other; between processes the store decides.
        self._lock = asyncio.Lock()

    async def append(self, content: Content) -> Document | None:
        """Append the entry that `content` makes; it is on disk when this returns.

        An entry's number is its id, so only one of several concurrent writers can take it. The
        others read the ledger and call `content` again, so `content` has always seen the entry
        before its own.

        Raises:
            Conflict: too many concurrent writers. Errors of `content` are passed on.
            DocumentsUnavailable: the entry may or may not be stored.
        """
        async with self._lock:
            try:
                return await retry(
                    lambda: self._append(content), on=DocumentExists, attempts=_ATTEMPTS
                )
            except DocumentExists:
                raise Conflict(statement("decisions_busy")) from None

    async def _append(self, content: Content) -> Document | None:
        before = await self.last()
        found = await content()
        if found is None:
            return None
        entry = linked({"schema": SCHEMA, **found}, before)
        await self._entries.insert(entry)
        await self._keep_head(head_of(entry))
        return entry

    async def last(self) -> Head:
        """The last entry; an empty head if there is none."""
        page = await self._entries.page(order=_NEWEST, limit=1)
        return head_of(page.documents[0]) if page.documents else EMPTY

    async def _keep_head(self, head: Head) -> None:
        """Move the stored head forward; after a crash an earlier one remains, which is still valid.

        If another writer has moved it in the meantime, that is left as it is; the next entry moves
        it again.
        """
        document: Document = {"_id": _HEAD, "sequence": head.sequence, "sha256": head.sha256}
        stored = await self._heads.get(_HEAD)
        try:
            if stored is None:
                await self._heads.insert(document)
            elif stored["sequence"] < head.sequence:
                await self._heads.replace(document, version=stored["sequence"], field="sequence")
        except (DocumentExists, VersionConflict):
            return

    async def stored_head(self) -> Head:
        """The head stored outside the chain; an empty one if there is none."""
        found = await self._heads.get(_HEAD)
        return EMPTY if found is None else Head(found["sequence"], found["sha256"])

    async def get(self, sequence: int) -> Document | None:
        """The entry with that number, or None."""
        return await self._entries.get(entry_id(sequence))

    async def latest(self, where: Where) -> Document | None:
        """The newest entry that matches, or None."""
        page = await self._entries.page(where, order=_NEWEST, limit=1)
        return page.documents[0] if page.documents else None

    async def page(
        self, where: Where, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching entries, newest first, and how many match."""
        page = await self._entries.page(where, order=_NEWEST, after=after, limit=limit)
        return page, await self._entries.count(where)

    async def plans_by_day(
        self, days: Range, *, newest_first: bool, limit: int
    ) -> list[FrozenPlan]:
        """First parts of up to `limit` plans made as of one of these days, by day."""
        order = Order("as_of", descending=newest_first)
        where: Where = {"kind": PLAN, "part": 1, "as_of": days}
        page = await self._entries.page(where, order=order, limit=limit)
        return [FrozenPlan.of(entry) for entry in page.documents]

    def pages(self) -> AsyncGenerator[list[Document]]:
        """All entries, oldest first, page by page."""
        return all_pages(self._entries, page_size=_PAGE)

    async def first_parts(self, days: Range | None = None) -> list[FrozenPlan]:
        """First parts of the plans made as of these days, oldest first."""
        where: Where = {} if days is None else {"as_of": days}
        return [FrozenPlan.of(entry) async for entry in self._every(PLAN, {"part": 1, **where})]

    async def whole_plan(self, snapshot: str) -> list[FrozenRow] | None:
        """The recorded rows of a snapshot's plan; None if it is missing or incomplete."""
        parts = self._every(PLAN, {"snapshot": snapshot})
        return whole_rows([FrozenPlan.of(entry) async for entry in parts])

    async def decisions(self, snapshot: str) -> list[DecisionEntry]:
        """All decisions on a snapshot's plan, oldest first."""
        found = self._every(DECISION, {"snapshot": snapshot})
        return [DecisionEntry.model_validate(entry) async for entry in found]

    async def outcomes(self, snapshot: str) -> list[Outcome]:
        """All recorded outcomes of a snapshot's plan, oldest first."""
        found = self._every(OUTCOME, {"snapshot": snapshot})
        return [Outcome.of(entry) async for entry in found]

    def _every(self, kind: str, where: Where) -> AsyncGenerator[Document]:
        return all_documents(self._entries, {"kind": kind, **where}, page_size=_PAGE)
