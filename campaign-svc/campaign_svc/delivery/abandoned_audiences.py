"""Removes audiences whose approval was never finished because a process died.

An audience is open from its first staged part until its approval is recorded. If it is still open
much longer than an approval can take, it was abandoned, or only its closing was lost.
"""

from datetime import timedelta
from typing import Final

from campaign_svc.campaigns.service import Campaigns
from campaign_svc.delivery.repository import DeliveryRepository
from fleet.clock import timestamp, utc_now
from fleet.errors import NotFound

ABANDONED_AFTER: Final = timedelta(hours=1)
"""Much longer than an approval can take."""


async def drop_abandoned(
    repository: DeliveryRepository, campaigns: Campaigns, older_than: timedelta = ABANDONED_AFTER
) -> int:
    """Delete abandoned audiences with their customers; returns how many.

    Raises:
        DocumentsUnavailable: the store does not answer; the next sweep continues.
    """
    opened_before = timestamp(utc_now() - older_than)
    dropped = 0
    for head in await repository.open_since(opened_before):
        if await _needed(head["_id"], head["campaign_id"], campaigns):
            await repository.close(head["_id"])
        else:
            await repository.drop(head["_id"])
            dropped += 1
    return dropped


async def _needed(audience: str, campaign_id: str, campaigns: Campaigns) -> bool:
    try:
        return (await campaigns.get(campaign_id)).state.audience == audience
    except NotFound:
        return False
