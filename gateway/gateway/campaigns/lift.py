"""What a sent campaign changed: campaign-svc knows its customers, strategy-svc their purchases."""

from collections.abc import Awaitable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from gateway.campaigns.campaign_text import CampaignText
from gateway.campaigns.one_snapshot import SnapshotMoved, from_one_snapshot
from gateway.campaigns.schemas import CampaignLift
from gateway.clients.answers import as_model, unwrap_as
from gateway.clients.campaign import CampaignClient
from gateway.clients.pages import ServicePage, service_pages
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Answer


class _People(ServicePage):
    sent_at: datetime
    recipients: list[str]
    holdout: list[str]


class _Measured(BaseModel):
    """The sums so far; the other fields are those of a `CampaignLift` without its id.

    Attributes:
        so_far: Sums that strategy-svc continues from; opaque to the gateway.
    """

    model_config = ConfigDict(extra="allow")

    snapshot: str
    so_far: object = None


async def campaign_lift(
    campaign_id: str, campaigns: CampaignClient, strategy: StrategyClient, zone: ZoneInfo
) -> CampaignLift:
    """The lift of a campaign against its holdout, from one snapshot.

    Args:
        campaign_id: Id of a sent campaign.
        campaigns: Lists who it was sent to and who was held out.
        strategy: Measures what they bought.
        zone: The shop's time zone, which ledgers use.

    Raises:
        SnapshotUnavailable: new snapshots kept going live while the audience was measured.
        SmartRetailError: there is no such campaign, it was not sent, there are no sales after it,
            or a service did not answer.
    """
    campaign = unwrap_as(CampaignText, await campaigns.campaign(campaign_id), campaigns)

    def people(cursor: str | None) -> Awaitable[Answer]:
        return campaigns.people(campaign_id, cursor)

    async def attempt() -> _Measured:
        found: _Measured | None = None
        async for one in service_pages(_People, campaigns, people):
            sent_on = one.page.sent_at.astimezone(zone).date()
            part = _part(campaign.stock_code, sent_on, one.page, found)
            measured = unwrap_as(_Measured, await strategy.measure_holdout(part), strategy)
            if found is not None and found.snapshot != measured.snapshot:
                raise SnapshotMoved
            found = measured
        assert found is not None  # noqa: S101 - a list has a first page
        return found

    measured = await from_one_snapshot(attempt)
    return as_model(CampaignLift, {"id": campaign_id, **measured.model_dump()}, strategy)


def _part(
    stock_code: str, sent_on: date, people: _People, found: _Measured | None
) -> dict[str, object]:
    """A part of the audience as a request to strategy-svc."""
    return {
        "stock_code": stock_code,
        "sent_on": sent_on.isoformat(),
        "treated": people.recipients,
        "held_out": people.holdout,
        **({} if found is None else {"so_far": found.so_far}),
    }
