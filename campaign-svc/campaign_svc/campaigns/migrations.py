"""Forward migration: versions that we kept before there was a log become its first entries.

They lie in `campaign_versions` under `{campaign}#{version}`. Each becomes the revision of its own
number, with equal bytes whoever migrates, so that several may do it at once and a crash in between
is made up for by the next. The old documents stay where they are.
"""

import contextlib
from typing import Final

from campaign_svc.campaigns.change_log import UNKNOWN, Change, State
from campaign_svc.campaigns.lifecycle import APPROVED, DRAFT
from campaign_svc.campaigns.records import text_of
from campaign_svc.campaigns.repository import CampaignRepository
from fleet.documents import MAX_PAGE, Document, DocumentExists, DocumentStore, Indexes, Order

OLD_VERSIONS: Final = "campaign_versions"
OLD_INDEXES: Final[Indexes] = {OLD_VERSIONS: [("campaign_id", "version")]}


class OldVersions:
    """Reads the versions of schema 1, and moves those of a campaign into its log."""

    def __init__(self, documents: DocumentStore, repository: CampaignRepository) -> None:
        self._old = documents.collection(OLD_VERSIONS)
        self._repository = repository

    async def migrate(self, campaign_id: str, shown: Document | None) -> Document | None:
        """The last log entry after migrating, or None where there was nothing to migrate."""
        state, cursor = State(), None
        while True:
            page = await self._old.page(
                {"campaign_id": campaign_id}, order=Order("version"), after=cursor, limit=MAX_PAGE
            )
            for version in page.documents:
                state = await self._migrate_one(campaign_id, version, state, shown)
            cursor = page.next_cursor
            if cursor is None:
                break
        return await self._repository.latest(campaign_id) if state.newest else None

    async def _migrate_one(
        self, campaign_id: str, version: Document, before: State, shown: Document | None
    ) -> State:
        number: int = version["version"]
        approved = _is_shown_approved(number, shown)
        state = before.saved(UNKNOWN.name, edit=False)
        if approved:
            state = State(APPROVED, number, number, UNKNOWN.name)
        record = {**text_of(version), "author": None, "origin": "generated"}
        change = Change("migrated", UNKNOWN, state, record, facts={"status": DRAFT})
        with contextlib.suppress(DocumentExists):  # somebody else migrates as well
            at = str(version.get("generatedAt"))
            await self._repository.append(campaign_id, number, change, at)
        return state


def _is_shown_approved(number: int, shown: Document | None) -> bool:
    """Schema 1 kept an approval in the shown document only."""
    return shown is not None and shown.get("status") == APPROVED and shown.get("version") == number
