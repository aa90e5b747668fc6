"""Customers who buy anyway and therefore get no discount, as listed by strategy-svc."""

from collections.abc import Awaitable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from fleet.errors import NotFound
from gateway.clients.pages import ServicePage, service_pages
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Answer


class _Buyer(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    customer_id: str


class _Buyers(ServicePage):
    items: list[_Buyer]


@dataclass(frozen=True)
class BaselineBuyers:
    """Customers to leave out, and the snapshot they come from (None if there are none)."""

    customers: frozenset[str] = frozenset()
    snapshot: str | None = None


async def read_baseline_buyers(
    stock_code: str, discount: float, strategy: StrategyClient
) -> BaselineBuyers:
    """Customers the live plan leaves out; none at full price, or if the plan has no such row.

    Raises:
        SmartRetailError: strategy-svc did not answer.
    """
    if discount <= 0:
        return BaselineBuyers()
    found: set[str] = set()
    snapshot: str | None = None

    def read(cursor: str | None) -> Awaitable[Answer]:
        return strategy.baseline_buyers(stock_code, cursor)

    try:
        async for one in service_pages(_Buyers, strategy, read):
            found |= {buyer.customer_id for buyer in one.page.items}
            snapshot = one.snapshot
    except NotFound:
        return BaselineBuyers()
    return BaselineBuyers(frozenset(found), snapshot)
