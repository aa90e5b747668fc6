"""Where a campaign stands, after moving what is shown to where the log says it has to be."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from campaign_svc.campaigns.change_log import UNKNOWN, Change, State, state_of
from campaign_svc.campaigns.lifecycle import DRAFT
from campaign_svc.campaigns.migrations import OldVersions
from campaign_svc.campaigns.records import (
    etag_of,
    is_sealed,
    revision_of,
    same_content,
    text_of,
    version_of,
)
from campaign_svc.campaigns.repository import CampaignRepository
from fleet.documents import Document, DocumentExists, VersionConflict
from fleet.errors import Conflict
from fleet.statements import statement

ATTEMPTS: Final = 60
MIGRATED: Final = "migrated"
T = TypeVar("T")


@dataclass(frozen=True)
class ReconciledCampaign:
    """A campaign as it stands.

    Attributes:
        record: What is shown.
        state: What the log says.
        revision: Of the log; 0 where there is none yet.
        foreign: Another program wrote what is shown, and it is no version yet.
    """

    record: Document
    state: State
    revision: int
    foreign: bool = False

    @property
    def etag(self) -> str:
        """Names exactly this."""
        return etag_of(self.record)

    @property
    def status(self) -> str:
        """Nobody has approved what another program wrote."""
        return DRAFT if self.foreign else self.state.status


class Reconciler:
    """Reads a campaign, and rolls forward what a crash or another program has left behind."""

    def __init__(self, repository: CampaignRepository, old: OldVersions) -> None:
        self._repository = repository
        self._old = old

    async def reconciled(self, campaign_id: str) -> ReconciledCampaign | None:
        """The campaign, or None.

        Raises:
            DocumentExists | VersionConflict: somebody else was faster; ask again.
        """
        shown = await self._repository.current(campaign_id)
        last = await self._repository.latest(campaign_id)
        if last is None or last["action"] == MIGRATED:  # a migration may have been broken off
            last = await self._old.migrate(campaign_id, shown) or last
        if last is None:
            return None if shown is None else ReconciledCampaign(shown, State(), 0, foreign=True)
        return await self._beside(campaign_id, shown, last)

    async def _beside(
        self, campaign_id: str, shown: Document | None, last: Document
    ) -> ReconciledCampaign:
        state, revision = state_of(last), last["revision"]
        ours = shown is not None and is_sealed(shown)
        if shown is not None and ours and revision_of(shown) == revision:
            return ReconciledCampaign(shown, state, revision)
        version = await self._repository.version(campaign_id, state.version)
        assert version is not None  # noqa: S101 - a state names a version that its log has saved
        text = version["record"]
        if shown is None or ours or same_content(shown, text) or await self._lags(shown):
            record = await self._repository.show(campaign_id, text, state, revision, shown)
            return ReconciledCampaign(record, state, revision)
        return ReconciledCampaign(shown, state, revision, foreign=True)

    async def _lags(self, shown: Document) -> bool:
        """Whether it is an earlier version, shown by the program before there were seals."""
        number = version_of(shown)
        version = None if number is None else await self._repository.version(shown["_id"], number)
        return version is not None and same_content(shown, version["record"])

    async def committed(
        self, campaign_id: str, before: ReconciledCampaign | None, change: Change
    ) -> None:
        """Add a change to the log as the one after `before`.

        Raises:
            DocumentExists: somebody else was faster; nothing was changed.
        """
        revision = 0 if before is None else before.revision
        await self._repository.append(campaign_id, revision + 1, change)

    async def adopted(self, campaign_id: str, found: ReconciledCampaign) -> ReconciledCampaign:
        """The same, after keeping what another program wrote as a version of its own.

        Raises:
            DocumentExists | VersionConflict: somebody else was faster; ask again.
        """
        if not found.foreign:
            return found
        state = found.state.saved(UNKNOWN.name, edit=True)
        text = {**text_of(found.record), "author": UNKNOWN.name, "origin": "adopted"}
        change = Change("adopted", UNKNOWN, state, text)
        await self.committed(campaign_id, found, change)
        revision = found.revision + 1
        record = await self._repository.show(campaign_id, text, state, revision, found.record)
        return ReconciledCampaign(record, state, revision)


async def repeated(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again when another process was faster; the pause grows, and differs between them."""
    for number in range(ATTEMPTS):
        try:
            return await attempt()
        except (DocumentExists, VersionConflict):
            await asyncio.sleep(random.uniform(0, 0.002 * (number + 1)))  # noqa: S311 - no secret
    raise Conflict(
        "Many others are changing this campaign right now; try again.", statement("campaign_busy")
    )
