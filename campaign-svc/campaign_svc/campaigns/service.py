"""Keeping campaigns: every save a version, every answer on disk before it is given.

A save adds its version first and lets the current copy follow. Whoever comes next after a crash
between the two, reader or writer, moves the copy forward. Versions are numbered without gaps
because the number is part of a unique id, which only one of several writers can take.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from campaign_svc.campaigns.records import (
    APPROVED,
    DRAFT,
    campaign_id_of,
    record_of,
    same_content,
    version_of,
)
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.campaigns.schemas import CampaignCopy
from fleet.documents import Document, DocumentExists, DocumentPage, Order, VersionConflict, Where
from fleet.errors import Conflict, InvalidInput, NotFound

ATTEMPTS: Final = 60
PAGE_SIZE: Final = 500
LATEST: Final = 10
SORTABLE: Final = {"id": "_id", "generated_at": "generatedAt"}
T = TypeVar("T")


@dataclass(frozen=True)
class Summary:
    """How many campaigns there are, and the last generated ones."""

    total: int
    by_objective: dict[str, int]
    by_segment: dict[str, int]
    latest: list[Document]


class Campaigns:
    """The use cases over the stored campaigns."""

    def __init__(self, repository: CampaignRepository) -> None:
        self._repository = repository
        # Writers of one process queue up per campaign; between processes the store decides.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def save(self, campaign_id: str, copy: CampaignCopy, *, fresh: bool) -> Document:
        """The stored record: the one there is if it answers the same question, else a new version.

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
        async with self._locks.setdefault(campaign_id, asyncio.Lock()):
            return await _repeated(lambda: self._save(campaign_id, copy, fresh=fresh))

    async def get(self, campaign_id: str) -> Document:
        """The current copy.

        Raises:
            NotFound: there is none.
        """
        current, _ = await _repeated(lambda: self._settled(campaign_id))
        if current is None:
            raise NotFound(
                f"There is no campaign {campaign_id[:200]!r}. GET /v1/campaigns lists them."
            )
        return current

    async def versions(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """The versions of a campaign, the newest first, and how many there are.

        Raises:
            NotFound: there is no such campaign.
            InvalidInput: the cursor is not ours.
        """
        await self.get(campaign_id)
        return await self._repository.versions(campaign_id, after=after, limit=limit)

    async def page(
        self, where: Where, *, sort: str, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Current copies that match, and how many there are.

        Raises:
            InvalidInput: an unknown sort field, or a cursor that is not ours.
        """
        field = SORTABLE.get(sort.removeprefix("-"))
        if field is None:
            raise InvalidInput(f"sort: {sort!r} is none of {', '.join(sorted(SORTABLE))}.")
        order = Order(field, descending=sort.startswith("-"))
        return await self._repository.page(where, order, after=after, limit=limit)

    async def everything(self) -> list[Document]:
        """All current copies, by id."""
        return await self._repository.every_current(PAGE_SIZE)

    async def summary(self) -> Summary:
        """Totals, and the last generated copies."""
        total, objectives, segments = await self._repository.counts()
        return Summary(total, objectives, segments, await self._repository.newest(LATEST))

    async def _save(self, campaign_id: str, copy: CampaignCopy, *, fresh: bool) -> Document:
        current, latest = await self._settled(campaign_id)
        if not fresh:
            for known in (current, latest if _is_approved(current) else None):
                if known is not None and known.get("question") == copy.question:
                    return known
        if current is not None and _is_foreign(current, latest):
            latest = await self._adopt(current, latest)
        record = record_of(campaign_id, copy, _next(latest))
        await self._repository.append(record)
        await _repeated(lambda: self._settled(campaign_id))
        return record

    async def _settled(self, campaign_id: str) -> tuple[Document | None, Document | None]:
        """Current copy and newest version, after moving the copy where it has to be."""
        current = await self._repository.current(campaign_id)
        latest = await self._repository.latest(campaign_id)
        if latest is not None and _lags_behind(current, latest):
            await self._repository.make_current(latest, current)
            current = latest
        return current, latest

    async def _adopt(self, current: Document, latest: Document | None) -> Document:
        """Keep what another program wrote as a version before something replaces it."""
        status = current.get("status") or DRAFT
        adopted = {**current, "version": _next(latest), "status": status}
        await self._repository.append(adopted)
        await self._repository.make_current(adopted, current)
        return adopted


def _next(latest: Document | None) -> int:
    return 1 if latest is None else latest["version"] + 1


def _is_approved(current: Document | None) -> bool:
    return current is not None and current.get("status") == APPROVED


def _lags_behind(current: Document | None, latest: Document) -> bool:
    """True after a crash between the two writes of a save. An approved text stays by intent."""
    if current is None:
        return True
    if _is_approved(current):
        return False
    version = version_of(current)
    if version is None:
        return same_content(current, latest)  # adopted, and not yet marked as that version
    return version < latest["version"]


def _is_foreign(current: Document, latest: Document | None) -> bool:
    """True for a text that another program put there, which is no version yet."""
    if latest is None:
        return True
    if _is_approved(current):
        return False
    return version_of(current) != latest["version"] or not same_content(current, latest)


async def _repeated(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again when another process was faster; the pause grows, and differs between them."""
    for number in range(ATTEMPTS):
        try:
            return await attempt()
        except (DocumentExists, VersionConflict):
            await asyncio.sleep(random.uniform(0, 0.002 * (number + 1)))  # noqa: S311 - no secret
    raise Conflict("Many others are changing this campaign right now; try again.")
