"""The client of inventory-svc."""

from urllib.parse import quote

from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class InventoryClient(ServiceClient):
    """inventory-svc: the catalogue and the stock."""

    async def product(self, stock_code: str) -> Answer:
        """A product of the catalogue."""
        return await self.call("GET", f"/v1/products/{quote(stock_code, safe='')}")

    async def stock_position(self, stock_code: str) -> Answer:
        """Stock, demand and price of a product."""
        return await self.call("GET", f"/v1/inventory/{quote(stock_code, safe='')}")
