"""Who buys anyway and is therefore not given the discount: strategy-svc names them."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fleet.prepared import SNAPSHOT_HEADER
from gateway.resources import Resources
from gateway.upstreams.answers import read_object

_NOT_FOUND: Final = 404
_PAGE: Final = 1000


@dataclass(frozen=True)
class SureBuyers:
    """Customers to leave out, and the snapshot that names them (None: none does)."""

    customers: frozenset[str] = frozenset()
    snapshot: str | None = None


async def read_sure_buyers(stock_code: str, discount: float, resources: Resources) -> SureBuyers:
    """Those the live plan leaves out; nobody at full price or where the plan has no such row.

    Raises:
        SmartRetailError: strategy-svc did not answer.
    """
    if discount <= 0:
        return SureBuyers()
    upstream, limit = resources.upstreams["strategy-svc"], resources.settings.forward_seconds
    path = f"/v1/plan/{quote(stock_code, safe='')}/customers"
    asked: dict[str, Any] = {"left_out": "true", "limit": _PAGE, "sort": "customer_id"}
    found: set[str] = set()
    while True:
        answer = await upstream.call("GET", path, limit=limit, params=asked)
        if answer.status == _NOT_FOUND:
            return SureBuyers()
        page = read_object(answer, upstream)
        found |= {str(one["customer_id"]) for one in page["items"]}
        if not page["next_cursor"]:
            return SureBuyers(frozenset(found), answer.headers.get(SNAPSHOT_HEADER))
        asked["cursor"] = page["next_cursor"]
