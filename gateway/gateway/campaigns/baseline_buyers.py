"""Who buys anyway and is therefore not given the discount: strategy-svc names them."""

from dataclasses import dataclass
from typing import Final

from fleet.prepared import SNAPSHOT_HEADER
from gateway.clients.answers import unwrap
from gateway.clients.strategy import StrategyClient

_NOT_FOUND: Final = 404


@dataclass(frozen=True)
class BaselineBuyers:
    """Customers to leave out, and the snapshot that names them (None: none does)."""

    customers: frozenset[str] = frozenset()
    snapshot: str | None = None


async def read_baseline_buyers(
    stock_code: str, discount: float, strategy: StrategyClient
) -> BaselineBuyers:
    """Those the live plan leaves out; nobody at full price or where the plan has no such row.

    Raises:
        SmartRetailError: strategy-svc did not answer.
    """
    if discount <= 0:
        return BaselineBuyers()
    found: set[str] = set()
    cursor: str | None = None
    while True:
        answer = await strategy.baseline_buyers(stock_code, cursor)
        if answer.status == _NOT_FOUND:
            return BaselineBuyers()
        page = unwrap(answer, strategy)
        found |= {str(one["customer_id"]) for one in page["items"]}
        cursor = page["next_cursor"]
        if not cursor:
            return BaselineBuyers(frozenset(found), answer.headers.get(SNAPSHOT_HEADER))
