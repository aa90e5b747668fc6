"""The customers of a segment, from one snapshot, handed to campaign-svc in parts."""

import math
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from fleet.errors import SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.statements import statement
from gateway.campaigns.baseline_buyers import BaselineBuyers, read_baseline_buyers
from gateway.clients.answers import as_model, unwrap
from gateway.clients.campaign import CampaignClient
from gateway.clients.segmentation import SegmentationClient
from gateway.clients.strategy import StrategyClient

_FORECAST_DAYS: Final = 90
_TRIES: Final = 3


@dataclass(frozen=True)
class Audience:
    """A segment at one snapshot.

    Attributes:
        segment: Its label.
        snapshot: Its id.
        members: How many customers.
        baseline: Share expected to buy within the window without a campaign.
        baseline_buyers: Customers of the segment who buy anyway and are not among the members.
        source: `model` (BG/NBD, purchases as a Poisson process) or `assumed`.
    """

    segment: str
    snapshot: str
    members: int
    baseline: float
    source: str
    baseline_buyers: int = 0


class _Swapped(Exception):
    """A new snapshot went live between two pages."""


class MeasurementTerms(BaseModel):
    """How strategy-svc will measure a campaign.

    Attributes:
        window_days: A purchase within these days of sending counts.
        assumed_baseline: Share that buys anyway, where no model says.
    """

    window_days: int
    assumed_baseline: float


@dataclass(frozen=True)
class Audiences:
    """Reads segments whole, without those who buy anyway and need no discount."""

    strategy: StrategyClient
    segmentation: SegmentationClient
    campaign: CampaignClient

    async def read(self, campaign: Mapping[str, Any], staged: str | None) -> Audience:
        """A campaign's audience; its customers go to campaign-svc where `staged` names where.

        Raises:
            SnapshotUnavailable: snapshots went live faster than a segment can be read.
            SmartRetailError: a service did not answer.
        """
        found = unwrap(await self.strategy.measurement_terms(), self.strategy)
        terms = as_model(MeasurementTerms, found, self.strategy)
        for _ in range(_TRIES):
            try:
                buyers = await read_baseline_buyers(
                    campaign["stock_code"], campaign.get("discount") or 0, self.strategy
                )
                return await self._read(campaign["target_cluster"], buyers, terms, staged)
            except _Swapped:
                continue
        raise SnapshotUnavailable(statement("snapshots_moving"))

    async def _read(
        self, segment: str, buyers: BaselineBuyers, terms: MeasurementTerms, staged: str | None
    ) -> Audience:
        snapshot, members, part, left_out = buyers.snapshot or "", 0, 0, 0
        shares: list[float | None] = []
        async for whole, source in self._pages(segment):
            if snapshot not in {"", source}:
                raise _Swapped
            snapshot = source
            page = [one for one in whole if str(one["customer_id"]) not in buyers.customers]
            left_out += len(whole) - len(page)
            ids = [str(customer["customer_id"]) for customer in page]
            shares += [_share(one.get("expected_purchases_90d"), terms) for one in page]
            if staged is not None and ids:
                await self._stage(staged, part, ids)
            members, part = members + len(ids), part + 1
        known = [share for share in shares if share is not None]
        if not known or len(known) < members:
            assumed = terms.assumed_baseline
            return Audience(segment, snapshot, members, assumed, "assumed", left_out)
        baseline = round(sum(known) / members, 4)
        return Audience(segment, snapshot, members, baseline, "model", left_out)

    async def _pages(self, segment: str) -> AsyncGenerator[tuple[list[dict[str, Any]], str]]:
        cursor: str | None = None
        while True:
            answer = await self.segmentation.customers(segment, cursor)
            page = unwrap(answer, self.segmentation)
            yield page.get("items", []), answer.headers.get(SNAPSHOT_HEADER, "")
            cursor = page.get("next_cursor")
            if not cursor:
                return

    async def _stage(self, audience: str, part: int, members: list[str]) -> None:
        answer = await self.campaign.stage_audience(audience, part, members)
        if not answer.ok:
            unwrap(answer, self.campaign)


def _share(expected: float | None, terms: MeasurementTerms) -> float | None:
    """Probability of a purchase within the window, from the number expected in 90 days."""
    if expected is None:
        return None
    return 1 - math.exp(-max(expected, 0.0) * terms.window_days / _FORECAST_DAYS)
