"""Reads a campaign from its log, and brings its document in `campaigns` up to date."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from campaign_svc.campaigns.change_log import Change, LogEntry, State
from campaign_svc.campaigns.lifecycle import DRAFT
from campaign_svc.campaigns.records import etag_of, is_unmodified, revision_of, same_content
from campaign_svc.campaigns.repository import CampaignRepository
from fleet.documents import Document, DocumentExists, VersionConflict
from fleet.errors import Conflict
from fleet.retries import retry
from fleet.statements import statement

ATTEMPTS: Final = 60
ADOPTED_ETAG: Final = "adopted_etag"
"""The field of an adoption entry with the ETag from before, which stays valid."""
T = TypeVar("T")


@dataclass(frozen=True)
class ReconciledCampaign:
    """The current state of a campaign.

    Attributes:
        record: The current document.
        state: The state according to the log.
        revision: Revision of the log; 0 if there is no log yet.
        foreign: Whether the document was written by another program and is not stored as a version
            yet.
        adopted_etag: If the last change was its adoption, the ETag of the same text before it.
    """

    record: Document
    state: State
    revision: int
    foreign: bool = False
    adopted_etag: str | None = None

    @property
    def etag(self) -> str:
        """The ETag of this state."""
        return etag_of(self.record)

    @property
    def status(self) -> str:
        """The status; a text that another program wrote is always a draft."""
        return DRAFT if self.foreign else self.state.status

    def matches(self, etag: str) -> bool:
        """Whether a client with this `etag` has seen this text in this status."""
        return etag in {self.etag, self.adopted_etag}


class NotAdopted(Exception):
    """The change would replace another program's text that is not stored as a version yet."""

    def __init__(self, campaign: ReconciledCampaign) -> None:
        super().__init__()
        self.campaign = campaign


class Reconciler:
    """Reads a campaign and completes changes that a crash interrupted."""

    def __init__(self, repository: CampaignRepository) -> None:
        self._repository = repository

    async def reconciled(self, campaign_id: str) -> ReconciledCampaign | None:
        """The campaign, or None if it doesn't exist.

        Raises:
            DocumentExists | VersionConflict: another writer was faster; try again.
        """
        shown = await self._repository.current(campaign_id)
        last = await self._repository.latest(campaign_id)
        if last is not None:
            return await self._at(last, campaign_id, shown)
        return None if shown is None else ReconciledCampaign(shown, State(), 0, foreign=True)

    async def _at(
        self, last: LogEntry, campaign_id: str, shown: Document | None
    ) -> ReconciledCampaign:
        """The campaign as of its last log entry; updates the shown document if it is behind."""
        state, revision = last.state, last.revision
        ours = shown is not None and is_unmodified(shown)
        if shown is None or not ours or revision_of(shown) != revision:
            version = await self._repository.version(campaign_id, state.version)
            assert version is not None  # noqa: S101 - a state only refers to saved versions
            text = version.text
            if shown is not None and not ours and not same_content(shown, text):
                return ReconciledCampaign(shown, state, revision, foreign=True)
            shown = await self._repository.show(campaign_id, text, state, revision, shown)
        adopted_etag = last.facts.get(ADOPTED_ETAG)
        known = adopted_etag if isinstance(adopted_etag, str) else None
        return ReconciledCampaign(shown, state, revision, adopted_etag=known)

    async def commit(
        self, campaign_id: str, before: ReconciledCampaign | None, change: Change
    ) -> None:
        """Append a change to the log after the state `before`.

        Raises:
            DocumentExists: another writer was faster; nothing was changed.
            NotAdopted: it would replace a text that is not stored as a version yet.
        """
        if before is not None and before.foreign:
            raise NotAdopted(before)
        revision = 0 if before is None else before.revision
        await self._repository.append(campaign_id, revision + 1, change)


async def retry_on_conflict(attempt: Callable[[], Awaitable[T]]) -> T:
    """Retry `attempt` if another process was faster.

    Raises:
        Conflict: another process was faster every time.
    """
    faster = (DocumentExists, VersionConflict)
    try:
        return await retry(attempt, on=faster, attempts=ATTEMPTS)
    except faster:
        raise Conflict(statement("campaign_busy")) from None
