"""The offer as the live plan has it, and how it differs from what a text was written for."""

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from fleet.errors import NotFound, SmartRetailError
from fleet.prepared import SNAPSHOT_HEADER
from fleet.sentences import render
from fleet.statements import Statement, Value, statement
from fleet.upstream import Answer
from gateway.clients.answers import unwrap
from gateway.clients.inventory import InventoryClient
from gateway.clients.service_client import ServiceClient
from gateway.clients.strategy import StrategyClient

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


@dataclass(frozen=True)
class Offers:
    """The offer of a product, from the plan and the stock."""

    strategy: StrategyClient
    inventory: InventoryClient

    async def live(self, stock_code: str) -> dict[str, Any]:
        """What plan and stock say of a product now; `planned` is false where no plan does.

        Raises:
            SmartRetailError: a service that has to answer did not.
        """
        plan, stock = await asyncio.gather(
            _row(self.strategy, self.strategy.plan_row(stock_code)),
            _row(self.inventory, self.inventory.stock_position(stock_code)),
        )
        row, snapshot = plan or stock or ({}, None)
        numbers = stock[0] if stock else row
        return {
            "snapshot": snapshot,
            "planned": plan is not None,
            "objective": row.get("objective"),
            "target_cluster": row.get("target_cluster"),
            "discount": row.get("discount"),
            "current_stock": numbers.get("current_stock"),
            "unit_price": numbers.get("unit_price"),
            "predicted_7d_demand": numbers.get("predicted_7d_demand"),
            "stock_source": numbers.get("stock_source"),
        }

    async def if_known(self, stock_code: str) -> dict[str, Any] | None:
        """The same for a record: None where nobody could say, which an approver has to confirm."""
        try:
            return await self.live(stock_code)
        except SmartRetailError:
            return None


async def _row(
    client: ServiceClient, call: Awaitable[Answer]
) -> tuple[dict[str, Any], str | None] | None:
    answer = await call
    try:
        return unwrap(answer, client), answer.headers.get(SNAPSHOT_HEADER)
    except NotFound:
        return None


def offer_changes(campaign: Mapping[str, Any], live: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What of the offer is no longer as it was when the campaign's text was written.

    Args:
        campaign: As campaign-svc answers it; `inputs.offer` is the offer it was written for.
        live: From `Offers.live`.

    Returns:
        `field`, `was`, `now` and a sentence for each difference; empty where nothing has changed.
    """
    written_for: Mapping[str, Any] | None = campaign.get("inputs", {}).get("offer")
    if not isinstance(written_for, Mapping):
        return [_entry("offer", None, dict(live), statement("offer_unrecorded"))]
    changes = [
        _change(name, written_for.get(name), live.get(name))
        for name in _COMPARED
        if written_for.get(name) != live.get(name)
    ]
    named = {change["field"] for change in changes}
    own, planned = campaign.get("discount"), live.get("discount")
    if live.get("planned") and "discount" not in named and own != planned:
        changes.append(_change("discount", own, planned))
    return changes


def _change(name: str, was: Value, now: Value) -> dict[str, Any]:
    return _entry(name, was, now, statement(_COMPARED[name], was=was, now=now))


def _entry(field: str, was: object, now: object, stated: Statement) -> dict[str, Any]:
    english = {"message": render(stated), "statement": stated.model_dump()}
    return {"field": field, "was": was, "now": now, **english}


def confirmation(etag: str, live: Mapping[str, Any]) -> str:
    """What an approver sends to confirm exactly this offer for exactly this text.

    It is a different one as soon as either changes; the snapshot alone changes nothing.
    """
    compared = [etag, [live.get(name) for name in _COMPARED]]
    return hashlib.sha256(orjson.dumps(compared)).hexdigest()[:24]
