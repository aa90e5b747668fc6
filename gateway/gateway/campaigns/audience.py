"""The customers of a segment, from one snapshot, sent to campaign-svc in parts."""

import math
from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict

from contract.holdouts import MeasurementTerms
from gateway.campaigns.baseline_buyers import BaselineBuyers, read_baseline_buyers
from gateway.campaigns.campaign_text import CampaignText
from gateway.campaigns.one_snapshot import SnapshotMoved, from_one_snapshot
from gateway.clients.answers import unwrap, unwrap_as
from gateway.clients.campaign import CampaignClient
from gateway.clients.pages import PageFrom, ServicePage, service_pages
from gateway.clients.segmentation import SegmentationClient
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Answer

_FORECAST_DAYS: Final = 90


@dataclass(frozen=True)
class Audience:
    """A segment in one snapshot.

    Attributes:
        segment: Its label.
        snapshot: Its id.
        members: Number of customers.
        baseline: Share expected to buy within the window without a campaign.
        baseline_buyers: Customers of the segment who buy anyway and are therefore not members.
        source: `model` (BG/NBD, purchases as a Poisson process) or `assumed`.
    """

    segment: str
    snapshot: str
    members: int
    baseline: float
    source: str
    baseline_buyers: int = 0


class _Customer(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    customer_id: str
    expected_purchases_90d: float | None = None


class _Customers(ServicePage):
    items: list[_Customer]


@dataclass(frozen=True)
class Audiences:
    """Reads whole segments, without customers who buy anyway and need no discount."""

    strategy: StrategyClient
    segmentation: SegmentationClient
    campaign: CampaignClient

    async def read(self, campaign: CampaignText, staged: str | None) -> Audience:
        """A campaign's audience; if `staged` is set, its customers are sent to campaign-svc.

        Raises:
            SnapshotUnavailable: new snapshots kept going live while the segment was read.
            SmartRetailError: a service did not answer.
        """
        answer = await self.strategy.measurement_terms()
        terms = unwrap_as(MeasurementTerms, answer, self.strategy)

        async def attempt() -> Audience:
            buyers = await read_baseline_buyers(
                campaign.stock_code, campaign.discount or 0, self.strategy
            )
            return await self._read(campaign.target_cluster, buyers, terms, staged)

        return await from_one_snapshot(attempt)

    async def _read(
        self, segment: str, buyers: BaselineBuyers, terms: MeasurementTerms, staged: str | None
    ) -> Audience:
        snapshot, members, part, left_out = buyers.snapshot or "", 0, 0, 0
        shares: list[float | None] = []
        async for one in self._pages(segment):
            source = one.snapshot or ""
            if snapshot not in {"", source}:
                raise SnapshotMoved
            snapshot = source
            page = [who for who in one.page.items if who.customer_id not in buyers.customers]
            left_out += len(one.page.items) - len(page)
            ids = [customer.customer_id for customer in page]
            shares += [_share(customer.expected_purchases_90d, terms) for customer in page]
            if staged is not None and ids:
                await self._stage(staged, part, ids)
            members, part = members + len(ids), part + 1
        known = [share for share in shares if share is not None]
        if not known or len(known) < members:
            assumed = terms.assumed_baseline
            return Audience(segment, snapshot, members, assumed, "assumed", left_out)
        baseline = round(sum(known) / members, 4)
        return Audience(segment, snapshot, members, baseline, "model", left_out)

    def _pages(self, segment: str) -> AsyncGenerator[PageFrom[_Customers]]:
        def read(cursor: str | None) -> Awaitable[Answer]:
            return self.segmentation.customers(segment, cursor)

        return service_pages(_Customers, self.segmentation, read)

    async def _stage(self, audience: str, part: int, members: list[str]) -> None:
        answer = await self.campaign.stage_audience(audience, part, members)
        if not answer.ok:
            unwrap(answer, self.campaign)


def _share(expected: float | None, terms: MeasurementTerms) -> float | None:
    """Probability of a purchase within the window, from the purchases expected in 90 days."""
    if expected is None:
        return None
    return 1 - math.exp(-max(expected, 0.0) * terms.window_days / _FORECAST_DAYS)
