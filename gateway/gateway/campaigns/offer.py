"""The offer in the live plan, and how it differs from the one a text was written for."""

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import orjson
from pydantic import BaseModel

from fleet.errors import NotFound, SmartRetailError
from fleet.prepared import SNAPSHOT_HEADER
from fleet.sentences import render
from fleet.statements import Statement, Value, statement
from gateway.campaigns.campaign_text import CampaignText
from gateway.campaigns.schemas import Offer, OfferChange
from gateway.clients.answers import unwrap_as
from gateway.clients.inventory import InventoryClient
from gateway.clients.service_client import ServiceClient
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Answer

OfferCode = Literal[
    "offer_planned",
    "offer_objective",
    "offer_target_cluster",
    "offer_discount",
    "offer_current_stock",
    "offer_unit_price",
]
_COMPARED: Final[Mapping[str, OfferCode]] = {
    "planned": "offer_planned",
    "objective": "offer_objective",
    "target_cluster": "offer_target_cluster",
    "discount": "offer_discount",
    "current_stock": "offer_current_stock",
    "unit_price": "offer_unit_price",
}
_NUMBERS: Final = frozenset({"discount", "current_stock", "unit_price"})


@dataclass(frozen=True)
class Offers:
    """Looks up the offer of a product in the plan and the stock."""

    strategy: StrategyClient
    inventory: InventoryClient

    async def live(self, stock_code: str) -> Offer:
        """A product's current offer; `planned` is false if the plan has no row for it.

        Raises:
            SmartRetailError: a required service did not answer.
        """
        plan, stock = await asyncio.gather(
            _row(self.strategy, self.strategy.plan_row(stock_code)),
            _row(self.inventory, self.inventory.stock_position(stock_code)),
        )
        row, snapshot = plan or stock or (_Row(), None)
        numbers = stock[0] if stock else row
        return Offer(
            snapshot=snapshot,
            planned=plan is not None,
            objective=row.objective,
            target_cluster=row.target_cluster,
            discount=row.discount,
            current_stock=numbers.current_stock,
            unit_price=numbers.unit_price,
            predicted_7d_demand=numbers.predicted_7d_demand,
            stock_source=numbers.stock_source,
        )

    async def if_known(self, stock_code: str) -> Offer | None:
        """The current offer; None if a service did not answer, which an approver then confirms."""
        try:
            return await self.live(stock_code)
        except SmartRetailError:
            return None


class _Row(BaseModel):
    """The offer in a plan row and a stock position."""

    objective: str | None = None
    target_cluster: str | None = None
    discount: float | int | None = None
    current_stock: float | int | None = None
    unit_price: float | int | None = None
    predicted_7d_demand: float | int | None = None
    stock_source: str | None = None


async def _row(client: ServiceClient, call: Awaitable[Answer]) -> tuple[_Row, str | None] | None:
    answer = await call
    try:
        return unwrap_as(_Row, answer, client), answer.headers.get(SNAPSHOT_HEADER)
    except NotFound:
        return None


def offer_changes(campaign: CampaignText, live: Offer) -> list[OfferChange]:
    """How the offer differs from the one the campaign's text was written for.

    Args:
        campaign: As returned by campaign-svc; `inputs.offer` is the offer it was written for.
        live: From `Offers.live`.
    """
    written_for = campaign.offer
    if written_for is None:
        return [_entry("offer", None, live.model_dump(), statement("offer_unrecorded"))]
    changes = [
        _change(name, written_for.get(name), getattr(live, name))
        for name in _COMPARED
        if written_for.get(name) != getattr(live, name)
    ]
    named = {change.field for change in changes}
    if live.planned and "discount" not in named and campaign.discount != live.discount:
        changes.append(_change("discount", campaign.discount, live.discount))
    return changes


def _change(name: str, was: object, now: object) -> OfferChange:
    stated = statement(_COMPARED[name], was=_usable(name, was), now=_usable(name, now))
    return _entry(name, was, now, stated)


def _usable(name: str, value: object) -> Value:
    """The value if a sentence can show it, otherwise None; old records may hold other types."""
    kind = int | float if name in _NUMBERS else str | bool
    return value if isinstance(value, kind) else None


def _entry(field: str, was: object, now: object, stated: Statement) -> OfferChange:
    return OfferChange(field=field, was=was, now=now, message=render(stated), statement=stated)


def confirmation(etag: str, live: Offer) -> str:
    """The token an approver sends to confirm exactly this offer for exactly this text.

    It changes if either of them changes; a new snapshot alone doesn't change it.
    """
    compared = [etag, [getattr(live, name) for name in _COMPARED]]
    return hashlib.sha256(orjson.dumps(compared)).hexdigest()[:24]
