"""The client of campaign-svc."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer


class CampaignClient(ServiceClient):
    """campaign-svc: stored campaigns, their audiences, and opt-outs.

    Checked texts and approvals go to its routes under /internal, which are never forwarded.
    """

    async def campaign(self, campaign_id: str) -> Answer:
        """The current state of a campaign."""
        return await self.call("GET", f"/v1/campaigns/{_quoted(campaign_id)}")

    async def version(self, campaign_id: str, number: int) -> Answer:
        """One version of a campaign."""
        return await self.call("GET", f"/v1/campaigns/{_quoted(campaign_id)}/versions/{number}")

    async def save(self, campaign_id: str, copy: Mapping[str, object], *, fresh: bool) -> Answer:
        """Store generated copy."""
        params = {"fresh": "true"} if fresh else None
        return await self.call("PUT", _internal(campaign_id), params=params, json=dict(copy))

    async def edit(self, campaign_id: str, etag: str, body: Mapping[str, object]) -> Answer:
        """Store checked texts, if the campaign still has this ETag."""
        return await self._change("PATCH", _internal(campaign_id), etag, body)

    async def restore(self, campaign_id: str, etag: str, body: Mapping[str, object]) -> Answer:
        """Store a checked earlier version again, if the campaign still has this ETag."""
        return await self._change("POST", f"{_internal(campaign_id)}:restore", etag, body)

    async def approve(self, campaign_id: str, etag: str, body: Mapping[str, object]) -> Answer:
        """Approve a checked campaign, if it still has this ETag."""
        return await self._change("POST", f"{_internal(campaign_id)}:approve", etag, body)

    async def _change(
        self, method: str, path: str, etag: str, body: Mapping[str, object]
    ) -> Answer:
        return await self.call(method, path, headers={"If-Match": etag}, json=dict(body))

    async def propose_holdout(self, customers: int, baseline: float, effect: float) -> Answer:
        """How many customers to hold out."""
        query = f"?customers={customers}&baseline={baseline}&effect={effect}"
        return await self.call("GET", f"/v1/holdout{query}")

    async def stage_audience(self, audience: str, part: int, members: Sequence[str]) -> Answer:
        """Store a part of an audience for the approval that follows."""
        path = f"/internal/audiences/{part}/{_quoted(audience)}"
        return await self.call("PUT", path, json={"members": list(members)})

    async def people(self, campaign_id: str, cursor: str | None) -> Answer:
        """A page of the customers that a sent campaign went to or that were held out."""
        params = None if cursor is None else {"cursor": cursor}
        return await self.call("GET", f"{_internal(campaign_id)}/people", params=params)

    async def forget_customer(self, customer_id: str) -> Answer:
        """Remove a customer from opt-outs and audiences."""
        return await self.call("DELETE", f"/internal/customers/{_quoted(customer_id)}")


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _internal(campaign_id: str) -> str:
    return f"/internal/campaigns/{_quoted(campaign_id)}"
