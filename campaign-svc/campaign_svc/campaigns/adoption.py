"""Adopts texts that other programs wrote into `campaigns` as our own versions.

Other programs keep writing to the same collection as before. Their texts can be read immediately,
and a periodic sweep stores them as versions. A change made before the sweep first adopts the
campaign's text, so nothing is lost.
"""

from collections.abc import Sequence
from typing import Final

import anyio.to_thread
import structlog

from campaign_svc.campaigns.change_log import UNKNOWN, Change
from campaign_svc.campaigns.reconciliation import (
    ADOPTED_ETAG,
    ReconciledCampaign,
    Reconciler,
    retry_on_conflict,
)
from campaign_svc.campaigns.records import is_unmodified, text_of
from campaign_svc.campaigns.repository import CampaignRepository
from fleet.documents import Document
from fleet.errors import Conflict, InvalidInput

ADOPTED: Final = "adopted"
_log = structlog.get_logger("campaign_svc.campaigns")


class Adopter:
    """Saves texts written by other programs as versions."""

    def __init__(self, repository: CampaignRepository, reconciler: Reconciler) -> None:
        self._repository = repository
        self._reconciler = reconciler

    async def sweep(self) -> int:
        """Adopt every text that is not stored as a version yet; returns how many were adopted.

        Raises:
            DocumentsUnavailable: the store does not answer; the next sweep continues.
        """
        adopted = 0
        async for records in self._repository.current_pages():
            for campaign_id in await anyio.to_thread.run_sync(_modified, records):
                adopted += await self._adopt_if_foreign(campaign_id)
        return adopted

    async def _adopt_if_foreign(self, campaign_id: str) -> bool:
        async def attempt() -> bool:
            campaign = await self._reconciler.reconciled(campaign_id)
            if campaign is None or not campaign.foreign:
                return False
            await self.adopt(campaign)
            return True

        try:
            return await retry_on_conflict(attempt)
        except (Conflict, InvalidInput) as error:  # one failing campaign must not stop the others
            _log.warning("campaign_not_adopted", campaign=campaign_id, reason=error.detail)
            return False

    async def adopt(self, campaign: ReconciledCampaign) -> None:
        """Save a text that another program wrote as the campaign's next version, a draft.

        Raises:
            DocumentExists | VersionConflict: another writer was faster; try again.
        """
        campaign_id: str = campaign.record["_id"]
        state = campaign.state.saved(UNKNOWN.name, edit=True)
        text = {**text_of(campaign.record), "author": UNKNOWN.name, "origin": ADOPTED}
        change = Change(ADOPTED, UNKNOWN, state, text, facts={ADOPTED_ETAG: campaign.etag})
        revision = campaign.revision + 1
        await self._repository.append(campaign_id, revision, change)
        await self._repository.show(campaign_id, text, state, revision, campaign.record)


def _modified(records: Sequence[Document]) -> list[str]:
    """Ids of records that were changed since we wrote them."""
    return [record["_id"] for record in records if not is_unmodified(record)]
