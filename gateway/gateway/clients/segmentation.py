"""The client of segmentation-svc."""

from fleet.cursors import MAX_PAGE
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class SegmentationClient(ServiceClient):
    """segmentation-svc: customers and their segments."""

    async def customers(self, segment: str, cursor: str | None) -> Answer:
        """A page of the customers of a segment."""
        params = {"label": segment, "limit": MAX_PAGE} | (
            {} if cursor is None else {"cursor": cursor}
        )
        return await self.call("GET", "/v1/customers", params=params)
