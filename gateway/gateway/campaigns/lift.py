"""What a sent campaign changed: campaign-svc knows its people, strategy-svc what they bought."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement
from gateway.clients.answers import unwrap
from gateway.clients.campaign import CampaignClient
from gateway.clients.strategy import StrategyClient

_TRIES: Final = 3


async def campaign_lift(
    campaign_id: str, campaigns: CampaignClient, strategy: StrategyClient, zone: ZoneInfo
) -> dict[str, Any]:
    """The lift of a campaign against its holdout, from one snapshot.

    Args:
        campaign_id: Of a sent campaign.
        campaigns: Names who it went to and who was held out.
        strategy: Says what they bought.
        zone: The shop's; ledgers carry its time.

    Raises:
        SnapshotUnavailable: snapshots went live faster than the audience could be measured.
        SmartRetailError: there is no such campaign, it is not sent, there are no sales after it,
            or a service did not answer.
    """
    campaign = unwrap(await campaigns.campaign(campaign_id), campaigns)
    for _ in range(_TRIES):
        found = await _measured(campaign_id, campaign["stock_code"], campaigns, strategy, zone)
        if found is not None:
            return {"id": campaign_id, **found}
    raise SnapshotUnavailable(statement("snapshots_moving"))


async def _measured(
    campaign_id: str,
    stock_code: str,
    campaigns: CampaignClient,
    strategy: StrategyClient,
    zone: ZoneInfo,
) -> dict[str, Any] | None:
    """None where a new snapshot went live between two parts of the audience."""
    found: dict[str, Any] = {}
    cursor: str | None = None
    while True:
        page = unwrap(await campaigns.people(campaign_id, cursor), campaigns)
        part = {
            "stock_code": stock_code,
            "sent_on": datetime.fromisoformat(page["sent_at"]).astimezone(zone).date().isoformat(),
            "treated": page["recipients"],
            "held_out": page["holdout"],
            **({"so_far": found["so_far"]} if found else {}),
        }
        measured = unwrap(await strategy.measure_holdout(part), strategy)
        if found and found["snapshot"] != measured["snapshot"]:
            return None
        found, cursor = measured, page["next_cursor"]
        if not cursor:
            return {name: value for name, value in found.items() if name != "so_far"}
