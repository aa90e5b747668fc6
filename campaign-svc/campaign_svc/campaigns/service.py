"""Storing campaigns: every save is a version, and every change is on disk before the response.

A change is one insert into the log, after which the document in `campaigns` is updated. If the
process crashes between the two, the next reader or writer completes the update.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from campaign_svc.campaigns.adoption import Adopter
from campaign_svc.campaigns.change_log import Change, LogEntry, State
from campaign_svc.campaigns.changes import after, edit, require_match, signed
from campaign_svc.campaigns.lifecycle import DRAFT, LIVE, STATUSES
from campaign_svc.campaigns.reconciliation import (
    NotAdopted,
    ReconciledCampaign,
    Reconciler,
    retry_on_conflict,
)
from campaign_svc.campaigns.records import edited, record_of, text_of
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.campaigns.schemas import CampaignCopy
from contract.campaign_ids import campaign_id_of
from contract.columns import COPY_FIELDS
from fleet.callers import Caller
from fleet.documents import Document, DocumentPage, Order, Where
from fleet.errors import InvalidInput, NotFound
from fleet.statements import statement

T = TypeVar("T")
LATEST: Final = 10
SORTABLE: Final = {"id": "_id", "generated_at": COPY_FIELDS["generated_at"]}
GENERATED: Final = "generated"


@dataclass(frozen=True)
class Summary:
    """Counts of campaigns, and the most recently generated ones."""

    total: int
    by_objective: dict[str, int]
    by_segment: dict[str, int]
    by_status: dict[str, int]
    latest: list[Document]


Decide = Callable[[ReconciledCampaign], Change | None]
"""Returns the change to make to the current campaign; None for no change."""


class Campaigns:
    """The use cases over the stored campaigns."""

    def __init__(
        self, repository: CampaignRepository, reconciler: Reconciler, adopter: Adopter
    ) -> None:
        self.adopter = adopter
        self._repository = repository
        self._reconciler = reconciler
        # Writers in one process wait for each other per campaign; between processes the store
        # decides.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def save(
        self, campaign_id: str, copy: CampaignCopy, by: Caller, *, fresh: bool
    ) -> tuple[ReconciledCampaign, int]:
        """Store generated copy; returns the campaign, and the version that answers the request.

        If the current copy (or the draft beside an approved one) was generated for the same
        request, that version is returned; otherwise a new one is stored.

        Raises:
            InvalidInput: the id does not match the product and segment.
            Conflict: too many concurrent writers.
            DocumentsUnavailable: the copy may or may not be stored.
        """
        expected = campaign_id_of(copy.stock_code, copy.target_cluster)
        if campaign_id != expected:
            raise InvalidInput(
                f"The id must be stock_code and target_cluster, joined by _: {expected!r}."
            )
        return await self._queued(
            campaign_id, lambda: self._save(campaign_id, copy, by, fresh=fresh)
        )

    async def edit(
        self,
        campaign_id: str,
        changes: Mapping[str, object],
        by: Caller,
        *,
        if_match: str,
        note: str | None,
    ) -> ReconciledCampaign:
        """Save new texts as a new version, a draft; if nothing differs, nothing is saved.

        Raises:
            NotFound: there is no such campaign.
            PreconditionFailed: the campaign has changed since `if_match`.
            MoveNotAllowed: it has been sent.
        """

        def decide(found: ReconciledCampaign) -> Change | None:
            text = edited(found.record, changes)
            if text == text_of(found.record):
                return None
            return edit("edited", found, text, by, note)

        return await self.change(campaign_id, decide, if_match=if_match)

    async def restore(
        self, campaign_id: str, number: int, by: Caller, *, if_match: str, note: str | None
    ) -> ReconciledCampaign:
        """Save the text of another version as a new version, a draft.

        Raises:
            NotFound: there is no such campaign or version.
            PreconditionFailed: the campaign has changed since `if_match`.
            MoveNotAllowed: it has been sent.
        """
        version = await self.version(campaign_id, number)
        text = text_of(version.text)

        def decide(found: ReconciledCampaign) -> Change:
            return edit("restored", found, text, by, note, {"restored_version": number})

        return await self.change(campaign_id, decide, if_match=if_match)

    async def change(
        self, campaign_id: str, decide: Decide, *, if_match: str | None
    ) -> ReconciledCampaign:
        """Apply what `decide` returns for the current campaign.

        Args:
            campaign_id: Its id.
            decide: Raises if the change is not allowed; called again if another writer was faster.
            if_match: The ETag the change was made for; None applies it to any state.

        Raises:
            NotFound: there is no such campaign.
            PreconditionFailed: the campaign has changed since `if_match`.
        """
        return await self._queued(campaign_id, lambda: self._change(campaign_id, decide, if_match))

    async def get(self, campaign_id: str) -> ReconciledCampaign:
        """The current state of the campaign.

        Raises:
            NotFound: there is none.
        """
        found = await retry_on_conflict(lambda: self._reconciler.reconciled(campaign_id))
        if found is None:
            raise NotFound(
                statement("campaign_unknown", campaign=campaign_id[:200]),
                note="GET /v1/campaigns lists them.",
            )
        return found

    async def version(self, campaign_id: str, number: int) -> LogEntry:
        """The log entry that saved a version.

        Raises:
            NotFound: there is no such campaign or version.
        """
        found = await self.get(campaign_id)
        version = await self._repository.version(campaign_id, number)
        if version is None:
            raise NotFound(statement("version_unknown", version=number, newest=found.state.newest))
        return version

    async def versions(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[ReconciledCampaign, DocumentPage, int]:
        """The campaign, its versions, newest first, and how many there are.

        Raises:
            NotFound: there is no such campaign.
            InvalidInput: the cursor is invalid.
        """
        found = await self.get(campaign_id)
        page, total = await self._repository.versions(campaign_id, after=after, limit=limit)
        return found, page, total

    async def audit(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """All changes of a campaign, newest first, and how many there are.

        Raises:
            NotFound: there is no such campaign.
            InvalidInput: the cursor is invalid.
        """
        await self.get(campaign_id)
        return await self._repository.entries(campaign_id, after=after, limit=limit)

    async def of_action(self, campaign_id: str, action: str) -> AsyncGenerator[LogEntry]:
        """The entries of one action in a campaign's log, newest first.

        Raises:
            NotFound: there is no such campaign.
        """
        await self.get(campaign_id)
        async for entry in self._repository.of_action(campaign_id, action):
            yield entry

    async def page(
        self, where: Where, *, sort: str, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching campaigns, and how many match.

        Raises:
            InvalidInput: the sort field or cursor is invalid.
        """
        field = SORTABLE.get(sort.removeprefix("-"))
        if field is None:
            raise InvalidInput(f"sort: {sort!r} is not one of {', '.join(sorted(SORTABLE))}.")
        order = Order(field, descending=sort.startswith("-"))
        return await self._repository.page(where, order, after=after, limit=limit)

    async def everything(self) -> list[Document]:
        """All current campaigns by id."""
        return [record async for page in self._repository.current_pages() for record in page]

    async def summary(self) -> Summary:
        """Totals, and the most recently generated copies."""
        fields = (COPY_FIELDS["objective"], COPY_FIELDS["target_cluster"], "status")
        total, counts = await self._repository.counts_by(*fields)
        objectives, segments, statuses = counts
        by_status = {status: statuses[status] for status in STATUSES if status in statuses}
        unmarked = total - sum(by_status.values())
        if unmarked > 0:  # other programs' records
            by_status[DRAFT] = by_status.get(DRAFT, 0) + unmarked
        latest = await self._repository.newest(LATEST)
        return Summary(total, objectives, segments, by_status, latest)

    async def _queued(self, campaign_id: str, attempt: Callable[[], Awaitable[T]]) -> T:
        async def adopting() -> T:
            try:
                return await attempt()
            except NotAdopted as found:  # another program has written it since the last sweep
                await self.adopter.adopt(found.campaign)
                return await attempt()

        async with self._locks.setdefault(campaign_id, asyncio.Lock()):
            return await retry_on_conflict(adopting)

    async def _save(
        self, campaign_id: str, copy: CampaignCopy, by: Caller, *, fresh: bool
    ) -> tuple[ReconciledCampaign, int]:
        found = await self._reconciler.reconciled(campaign_id)
        if found is not None and not fresh:
            number = await self._answering(campaign_id, found, copy.question)
            if number is not None:
                return found, number
        state = (State() if found is None else found.state).saved(by.name, edit=False)
        text = signed(record_of(copy), by, GENERATED)
        facts = {"fresh": fresh, "after": None if found is None else found.state.status}
        change = Change(GENERATED, by, state, text, facts=facts)
        return await self._commit(campaign_id, found, change), state.newest

    async def _answering(
        self, campaign_id: str, found: ReconciledCampaign, question: str
    ) -> int | None:
        """The version that already answers this request, if any."""
        if found.foreign:
            return None
        if found.record.get("question") == question:
            return found.state.version
        if found.status in LIVE and found.state.newest > found.state.version:
            draft = await self._repository.version(campaign_id, found.state.newest)
            if draft is not None and draft.text.get("question") == question:
                return found.state.newest
        return None

    async def _change(
        self, campaign_id: str, decide: Decide, if_match: str | None
    ) -> ReconciledCampaign:
        found = await self.get(campaign_id)
        require_match(found, if_match)
        change = decide(found)
        return found if change is None else await self._commit(campaign_id, found, change)

    async def _commit(
        self, campaign_id: str, found: ReconciledCampaign | None, change: Change
    ) -> ReconciledCampaign:
        await self._reconciler.commit(campaign_id, found, change)
        await self.get(campaign_id)  # updates the current document
        return after(campaign_id, found, change)
