"""The client of strategy-svc."""

from collections.abc import Mapping
from urllib.parse import quote

from fleet.cursors import MAX_PAGE
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class StrategyClient(ServiceClient):
    """strategy-svc: the plan, and the measurement of campaigns."""

    async def plan_row(self, stock_code: str) -> Answer:
        """The row of a product in the live plan."""
        return await self.call("GET", f"/v1/plan/{quote(stock_code, safe='')}")

    async def baseline_buyers(self, stock_code: str, cursor: str | None) -> Answer:
        """A page of customers who buy anyway and get no discount."""
        path = f"/internal/plan/{quote(stock_code, safe='')}/baseline-buyers"
        params = {"limit": MAX_PAGE, "sort": "customer_id"}
        return await self.call(
            "GET", path, params=params | ({} if cursor is None else {"cursor": cursor})
        )

    async def measurement_terms(self) -> Answer:
        """How long a campaign is observed, and the share of customers assumed to buy anyway."""
        return await self.call("GET", "/internal/holdout")

    async def measure_holdout(self, part: Mapping[str, object]) -> Answer:
        """Measure what a part of an audience bought."""
        return await self.call("POST", "/internal/holdout:measure", json=dict(part))
