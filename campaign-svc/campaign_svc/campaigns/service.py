"""Keeping campaigns: every save a version, every change on record, every answer on disk before it.

A change is one insert into the log; what is shown follows. Whoever comes next after a crash between
the two, reader or writer, moves it forward.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from weakref import WeakValueDictionary

from campaign_svc.campaigns.change_log import Change, State, now
from campaign_svc.campaigns.lifecycle import DELIVERABLE, EDIT, LIVE, STATUSES, moved
from campaign_svc.campaigns.reconciliation import ReconciledCampaign, Reconciler, repeated
from campaign_svc.campaigns.records import (
    campaign_id_of,
    edited,
    record_of,
    shown_record,
    text_of,
)
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.campaigns.schemas import CampaignCopy
from fleet.callers import Caller
from fleet.documents import Document, DocumentPage, Order, Where
from fleet.errors import InvalidInput, NotFound, PreconditionFailed
from fleet.statements import statement

PAGE_SIZE: Final = 500
LATEST: Final = 10
SORTABLE: Final = {"id": "_id", "generated_at": "generatedAt"}
GENERATED: Final = "generated"


@dataclass(frozen=True)
class Summary:
    """How many campaigns there are, and the last generated ones."""

    total: int
    by_objective: dict[str, int]
    by_segment: dict[str, int]
    by_status: dict[str, int]
    latest: list[Document]


Decide = Callable[[ReconciledCampaign], Change | None]
"""What to do to a campaign as it stands; None leaves it alone."""


class Campaigns:
    """The use cases over the stored campaigns."""

    def __init__(self, repository: CampaignRepository, reconciler: Reconciler) -> None:
        self._repository = repository
        self._reconciler = reconciler
        # Writers of one process queue up per campaign; between processes the store decides.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def save(
        self, campaign_id: str, copy: CampaignCopy, by: Caller, *, fresh: bool
    ) -> tuple[ReconciledCampaign, int]:
        """Keep a generated copy; the campaign, and the number of the version that answers.

        The same question as the current copy's (or as the draft's beside an approved one) gives
        that version; any other a new one.

        Raises:
            InvalidInput: the id is not that of the product and segment.
            Conflict: too many others are writing this campaign.
            DocumentsUnavailable: nothing is promised to be stored.
        """
        expected = campaign_id_of(copy.stock_code, copy.target_cluster)
        if campaign_id != expected:
            raise InvalidInput(
                f"The id must be stock_code and target_cluster with _ between: {expected!r}."
            )
        return await self._queued(
            campaign_id, lambda: self._save(campaign_id, copy, by, fresh=fresh)
        )

    async def edit(
        self,
        campaign_id: str,
        changes: Mapping[str, Any],
        by: Caller,
        *,
        if_match: str,
        note: str | None,
    ) -> ReconciledCampaign:
        """A new version with other texts, which is a draft; unchanged where nothing differs.

        Raises:
            NotFound: there is no such campaign.
            PreconditionFailed: somebody has changed it since `if_match`.
            MoveNotAllowed: it has been sent.
        """

        def decide(found: ReconciledCampaign) -> Change | None:
            text = edited(found.record, changes)
            if text == text_of(found.record):
                return None
            return _edit("edited", found, text, by, note)

        return await self.change(campaign_id, decide, if_match=if_match)

    async def restore(
        self, campaign_id: str, number: int, by: Caller, *, if_match: str, note: str | None
    ) -> ReconciledCampaign:
        """The text of an earlier version (or of the draft beside) as a new version, a draft.

        Raises:
            NotFound: there is no such campaign or version.
            PreconditionFailed: somebody has changed it since `if_match`.
            MoveNotAllowed: it has been sent.
        """
        version = await self.version(campaign_id, number)
        text = text_of(version["record"])

        def decide(found: ReconciledCampaign) -> Change:
            return _edit("restored", found, text, by, note, {"restored_version": number})

        return await self.change(campaign_id, decide, if_match=if_match)

    async def change(
        self, campaign_id: str, decide: Decide, *, if_match: str | None
    ) -> ReconciledCampaign:
        """Do what `decide` says of the campaign as it stands.

        Args:
            campaign_id: Its id.
            decide: Raises where the change is not allowed; asked again where somebody was faster.
            if_match: The ETag the change was made for; None takes it as it stands.

        Raises:
            NotFound: there is no such campaign.
            PreconditionFailed: somebody has changed it since `if_match`.
        """
        return await self._queued(campaign_id, lambda: self._change(campaign_id, decide, if_match))

    async def get(self, campaign_id: str) -> ReconciledCampaign:
        """The campaign as it stands.

        Raises:
            NotFound: there is none.
        """
        found = await repeated(lambda: self._reconciler.reconciled(campaign_id))
        if found is None:
            raise NotFound(
                f"There is no campaign {campaign_id[:200]!r}. GET /v1/campaigns lists them.",
                statement("campaign_unknown", campaign=campaign_id[:200]),
            )
        return found

    async def version(self, campaign_id: str, number: int) -> Document:
        """The log entry that saved a version.

        Raises:
            NotFound: there is no such campaign or version.
        """
        found = await self.get(campaign_id)
        version = await self._repository.version(campaign_id, number)
        if version is None:
            raise NotFound(
                f"The campaign has no version {number}: there are {found.state.newest or 'none'}.",
                statement("version_unknown", version=number, newest=found.state.newest),
            )
        return version

    async def versions(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[ReconciledCampaign, DocumentPage, int]:
        """The campaign, its versions, the newest first, and how many there are.

        Raises:
            NotFound: there is no such campaign.
            InvalidInput: the cursor is not ours.
        """
        found = await self.get(campaign_id)
        page, total = await self._repository.versions(campaign_id, after=after, limit=limit)
        return found, page, total

    async def audit(
        self,
        campaign_id: str,
        *,
        after: str | None,
        limit: int,
        action: str | None = None,
    ) -> tuple[DocumentPage, int]:
        """Everything that was done to a campaign, the last first, and how much that is.

        Raises:
            NotFound: there is no such campaign.
            InvalidInput: the cursor is not ours.
        """
        await self.get(campaign_id)
        where = None if action is None else {"action": action}
        return await self._repository.entries(campaign_id, after=after, limit=limit, where=where)

    async def page(
        self, where: Where, *, sort: str, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """What is shown and matches, and how many there are.

        Raises:
            InvalidInput: an unknown sort field, or a cursor that is not ours.
        """
        field = SORTABLE.get(sort.removeprefix("-"))
        if field is None:
            raise InvalidInput(f"sort: {sort!r} is none of {', '.join(sorted(SORTABLE))}.")
        order = Order(field, descending=sort.startswith("-"))
        return await self._repository.page(where, order, after=after, limit=limit)

    async def everything(self) -> list[Document]:
        """All that is shown, by id."""
        return await self._repository.every_current(PAGE_SIZE)

    async def summary(self) -> Summary:
        """Totals, and the last generated copies."""
        total, tallies = await self._repository.tallies("Objective", "TargetCluster", "status")
        objectives, segments, statuses = tallies
        known = {status: statuses[status] for status in STATUSES if status in statuses}
        unmarked = total - sum(known.values())
        if unmarked > 0:  # other programs' records
            known["draft"] = known.get("draft", 0) + unmarked
        return Summary(total, objectives, segments, known, await self._repository.newest(LATEST))

    async def _queued(self, campaign_id: str, attempt: Callable[[], Awaitable[Any]]) -> Any:
        async with self._locks.setdefault(campaign_id, asyncio.Lock()):
            return await repeated(attempt)

    async def _save(
        self, campaign_id: str, copy: CampaignCopy, by: Caller, *, fresh: bool
    ) -> tuple[ReconciledCampaign, int]:
        found = await self._reconciler.reconciled(campaign_id)
        if found is not None and not fresh:
            known = await self._answering(campaign_id, found, copy.question)
            if known is not None:
                return found, known
        if found is not None:
            found = await self._reconciler.adopted(campaign_id, found)
        state = (State() if found is None else found.state).saved(by.name, edit=False)
        text = _signed(record_of(copy), by, GENERATED)
        facts = {"fresh": fresh, "after": None if found is None else found.state.status}
        change = Change(GENERATED, by, state, text, facts=facts)
        return await self._commit(campaign_id, found, change), state.newest

    async def _answering(
        self, campaign_id: str, found: ReconciledCampaign, question: str
    ) -> int | None:
        """The version that answers this question already; 0 for another program's text."""
        if found.record.get("question") == question:
            return 0 if found.foreign else found.state.version
        if found.status in LIVE and found.state.newest > found.state.version:
            draft = await self._repository.version(campaign_id, found.state.newest)
            if draft is not None and draft["record"].get("question") == question:
                return found.state.newest
        return None

    async def _change(
        self, campaign_id: str, decide: Decide, if_match: str | None
    ) -> ReconciledCampaign:
        found = await self.get(campaign_id)
        require_match(found, if_match)
        if found.foreign:
            decide(found)  # nothing is adopted for a change that is refused
            found = await self._reconciler.adopted(campaign_id, found)
        change = decide(found)
        return found if change is None else await self._commit(campaign_id, found, change)

    async def _commit(
        self, campaign_id: str, found: ReconciledCampaign | None, change: Change
    ) -> ReconciledCampaign:
        await self._reconciler.committed(campaign_id, found, change)
        await self.get(campaign_id)  # what is shown follows
        return after(campaign_id, found, change)


def require_match(found: ReconciledCampaign, if_match: str | None) -> None:
    """Refuse what was meant for another state.

    Raises:
        PreconditionFailed: somebody has changed the campaign since `if_match`.
    """
    if if_match is not None and if_match != found.etag:
        raise PreconditionFailed(
            "Somebody has changed the campaign since you read it; read it again.",
            statement("campaign_changed"),
            errors=[{"field": "If-Match", "now": found.etag, "status": found.status}],
        )


def after(campaign_id: str, found: ReconciledCampaign | None, change: Change) -> ReconciledCampaign:
    """The campaign right after a change, whatever others have done to it since."""
    revision = 1 if found is None else found.revision + 1
    beside = change.record is None or change.state.version != change.state.newest
    text = found.record if found is not None and beside else change.record
    assert text is not None  # noqa: S101 - a change without a text has a campaign before it
    old = None if found is None else found.record
    record = shown_record(campaign_id, text, change.state, revision, old)
    return ReconciledCampaign(record, change.state, revision)


def move(
    found: ReconciledCampaign,
    name: str,
    by: Caller,
    note: str | None,
    facts: Mapping[str, Any] | None = None,
    audience: str | None = None,
) -> Change:
    """A move as a change; an approval brings its frozen audience.

    Raises:
        MoveNotAllowed: not from where the campaign stands.
    """
    status = moved(found.status, name)
    kept = (audience or found.state.audience) if status in DELIVERABLE else None
    state = replace(found.state, status=status, audience=kept)
    return Change(name, by, state, note=note, facts=facts or {})


def _edit(
    action: str,
    found: ReconciledCampaign,
    text: Document,
    by: Caller,
    note: str | None,
    facts: Mapping[str, Any] | None = None,
) -> Change:
    moved(found.status, EDIT)
    state = found.state.saved(by.name, edit=True)
    before = {"after": found.status, **(facts or {})}
    return Change(action, by, state, _signed(text, by, action), note, before)


def _signed(text: Document, by: Caller, origin: str) -> Document:
    return {**text, "author": by.name, "origin": origin, "saved_at": now()}
