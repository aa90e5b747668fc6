"""Campaigns in the document store: current texts in `campaigns`, all changes in `campaign_log`.

The append-only log is the source of truth. `campaigns` is updated from it, so that programs that
know nothing of versions find the current text in the same place as before.
"""

from collections.abc import AsyncGenerator
from typing import Final

from campaign_svc.campaigns.change_log import SCHEMA, Change, LogEntry, State, entry_of
from campaign_svc.campaigns.records import revision_of, shown_record
from contract.columns import COPY_FIELDS
from fleet.documents import (
    Document,
    DocumentPage,
    DocumentStore,
    Indexes,
    Order,
    Range,
    Where,
    all_documents,
    all_pages,
)
from fleet.errors import Conflict

CAMPAIGNS: Final = "campaigns"
LOG: Final = "campaign_log"
_PAGE_SIZE: Final = 500
_INDEXED = ("generated_at", "stock_code", "target_cluster", "objective")
INDEXES: Final[Indexes] = {
    CAMPAIGNS: [*((COPY_FIELDS[name],) for name in _INDEXED), ("status",)],
    LOG: [("campaign_id", "revision"), ("campaign_id", "saved_version")],
}
_NEWEST_ENTRY = Order("revision", descending=True)
_NEWEST_VERSION = Order("saved_version", descending=True)


class NewerProgram(Conflict):
    """The record was written by a newer version of this program."""

    code, title = "newer_program", "Written by a newer version"


class CampaignRepository:
    """Reads and writes records with the contract's field names, and the log."""

    def __init__(self, documents: DocumentStore) -> None:
        self._campaigns = documents.collection(CAMPAIGNS)
        self._log = documents.collection(LOG)

    async def current(self, campaign_id: str) -> Document | None:
        """The current document, or None."""
        return await self._campaigns.get(campaign_id)

    async def latest(self, campaign_id: str) -> LogEntry | None:
        """The last entry of the log, or None.

        Raises:
            NewerProgram: a newer version of this program wrote it.
        """
        page = await self._log.page({"campaign_id": campaign_id}, order=_NEWEST_ENTRY, limit=1)
        if not page.documents:
            return None
        entry = page.documents[0]
        if entry["schema"] > SCHEMA:
            raise NewerProgram(
                f"A newer version of SmartRetail 360 has changed {campaign_id[:200]!r}; "
                "update this one."
            )
        return LogEntry.of(entry)

    async def append(self, campaign_id: str, revision: int, change: Change) -> None:
        """Append a change as this revision; it is on disk when this returns.

        Raises:
            DocumentExists: another writer has taken this revision.
        """
        await self._log.insert(entry_of(campaign_id, revision, change))

    async def show(
        self, campaign_id: str, text: Document, state: State, revision: int, old: Document | None
    ) -> Document:
        """Make this the current text, if the current document is still `old`.

        Raises:
            DocumentExists: there was no document, and now there is one.
            VersionConflict: the document has changed.
        """
        record = shown_record(campaign_id, text, state, revision, old)
        if old is None:
            await self._campaigns.insert(record)
        elif revision_of(old) is None and old.get("revision") is not None:
            await self._campaigns.put(record)  # another program may use the field differently
        else:
            await self._campaigns.replace(record, version=revision_of(old), field="revision")
        return record

    async def version(self, campaign_id: str, number: int) -> LogEntry | None:
        """The entry that saved a version, or None."""
        where: Where = {"campaign_id": campaign_id, "saved_version": number}
        page = await self._log.page(where, limit=1)
        return LogEntry.of(page.documents[0]) if page.documents else None

    async def versions(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """The entries that saved versions, newest first, and how many there are."""
        where: Where = {"campaign_id": campaign_id, "saved_version": Range(at_least=1)}
        page = await self._log.page(where, order=_NEWEST_VERSION, after=after, limit=limit)
        return page, await self._log.count(where)

    async def entries(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """The log, newest change first, and how many entries it has."""
        entries: Where = {"campaign_id": campaign_id}
        page = await self._log.page(entries, order=_NEWEST_ENTRY, after=after, limit=limit)
        return page, await self._log.count(entries)

    async def of_action(self, campaign_id: str, action: str) -> AsyncGenerator[LogEntry]:
        """The entries of one action, newest first."""
        where: Where = {"campaign_id": campaign_id, "action": action}
        async for entry in all_documents(self._log, where, order=_NEWEST_ENTRY, page_size=100):
            yield LogEntry.of(entry)

    async def page(
        self, where: Where, order: Order, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching campaigns, and how many match."""
        page = await self._campaigns.page(where, order=order, after=after, limit=limit)
        return page, await self._campaigns.count(where)

    def current_pages(self) -> AsyncGenerator[list[Document]]:
        """All current campaigns by id, page by page."""
        return all_pages(self._campaigns, page_size=_PAGE_SIZE)

    async def newest(self, limit: int) -> list[Document]:
        """The most recently generated copies."""
        order = Order(COPY_FIELDS["generated_at"], descending=True)
        return (await self._campaigns.page(order=order, limit=limit)).documents

    async def counts_by(self, *fields: str) -> tuple[int, list[dict[str, int]]]:
        """How many campaigns there are, in total and by each field's values."""
        total = await self._campaigns.count()
        return total, [await self._campaigns.count_by(field) for field in fields]
