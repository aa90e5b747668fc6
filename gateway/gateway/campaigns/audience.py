"""The customers of a segment, from one snapshot, handed to campaign-svc in parts."""

import math
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fleet.errors import SnapshotUnavailable
from fleet.prepared import SNAPSHOT_HEADER
from fleet.statements import statement
from gateway.campaigns.sure_buyers import SureBuyers, read_sure_buyers
from gateway.resources import Resources
from gateway.upstreams.answers import read_object

WINDOW_DAYS: Final = 28
"""Within these days of sending, a purchase counts as an answer to the campaign."""
ASSUMED_BASELINE: Final = 0.05
_FORECAST_DAYS: Final = 90
_PAGE: Final = 1000
_TRIES: Final = 3


@dataclass(frozen=True)
class Audience:
    """A segment at one snapshot.

    Attributes:
        segment: Its label.
        snapshot: Its id.
        members: How many customers.
        baseline: Share expected to buy within the window without a campaign.
        sure_buyers: Customers of the segment who buy anyway and are not among the members.
        source: `model` (BG/NBD, purchases as a Poisson process) or `assumed`.
    """

    segment: str
    snapshot: str
    members: int
    baseline: float
    source: str
    sure_buyers: int = 0


class _Swapped(Exception):
    """A new snapshot went live between two pages."""


async def read_audience(
    campaign: Mapping[str, Any], resources: Resources, staged: str | None
) -> Audience:
    """Read a campaign's segment whole, without those who buy anyway and need no discount.

    Its customers are handed to campaign-svc where `staged` names where.

    Raises:
        SnapshotUnavailable: snapshots went live faster than a segment can be read.
        SmartRetailError: a service did not answer.
    """
    for _ in range(_TRIES):
        try:
            sure = await read_sure_buyers(
                campaign["stock_code"], campaign.get("discount") or 0, resources
            )
            return await _read(campaign["target_cluster"], sure, resources, staged)
        except _Swapped:
            continue
    raise SnapshotUnavailable(
        "New snapshots keep going live; try again when that is over.", statement("snapshots_moving")
    )


async def _read(
    segment: str, sure: SureBuyers, resources: Resources, staged: str | None
) -> Audience:
    snapshot, members, part, left_out = sure.snapshot or "", 0, 0, 0
    shares: list[float | None] = []
    async for whole, source in _pages(segment, resources):
        if snapshot not in {"", source}:
            raise _Swapped
        snapshot = source
        page = [one for one in whole if str(one["customer_id"]) not in sure.customers]
        left_out += len(whole) - len(page)
        ids = [str(customer["customer_id"]) for customer in page]
        shares += [_share(customer.get("expected_purchases_90d")) for customer in page]
        if staged is not None and ids:
            await _stage(staged, part, ids, resources)
        members, part = members + len(ids), part + 1
    known = [share for share in shares if share is not None]
    if not known or len(known) < members:
        return Audience(segment, snapshot, members, ASSUMED_BASELINE, "assumed", left_out)
    baseline = round(sum(known) / members, 4)
    return Audience(segment, snapshot, members, baseline, "model", left_out)


async def _pages(
    segment: str, resources: Resources
) -> AsyncGenerator[tuple[list[dict[str, Any]], str]]:
    upstream, limit = resources.upstreams["segmentation-svc"], resources.settings.forward_seconds
    asked: dict[str, Any] = {"label": segment, "limit": _PAGE}
    while True:
        answer = await upstream.call("GET", "/v1/customers", limit=limit, params=asked)
        page = read_object(answer, upstream)
        yield page.get("items", []), answer.headers.get(SNAPSHOT_HEADER, "")
        if not page.get("next_cursor"):
            return
        asked["cursor"] = page["next_cursor"]


def _share(expected: float | None) -> float | None:
    """Probability of a purchase within the window, from the number expected in 90 days."""
    if expected is None:
        return None
    return 1 - math.exp(-max(expected, 0.0) * WINDOW_DAYS / _FORECAST_DAYS)


async def _stage(audience: str, part: int, members: list[str], resources: Resources) -> None:
    upstream, limit = resources.upstreams["campaign-svc"], resources.settings.forward_seconds
    path = f"/internal/audiences/{part}/{quote(audience, safe='')}"
    answer = await upstream.call("PUT", path, limit=limit, json={"members": members})
    if not answer.ok:
        read_object(answer, upstream)
