"""From a complete request to a stored campaign; requested twice, generated once."""

import asyncio
from dataclasses import dataclass
from typing import Final, cast

from fleet.errors import NotFound
from fleet.single_flight import SingleFlight
from gateway.campaigns.offer import Offers
from gateway.clients.answers import as_model, unwrap
from gateway.clients.campaign import CampaignClient
from gateway.clients.genai import GenaiClient
from gateway.compat.request import GenerateRequest
from gateway.compat.resolution import CopyRequest
from gateway.compat.response import (
    GeneratedCopy,
    StoredCampaign,
    campaign_to_store,
    contract_response,
)

_KEY: Final = "idempotency_key"  # as `campaign_to_store` names it


@dataclass(frozen=True)
class CampaignGenerator:
    """Generates campaigns, and has campaign-svc store them.

    Attributes:
        genai: Writes the copy.
        campaigns: Stores it.
        offers: What the copy is written for, kept with it.
        in_flight: Requests being answered right now.
        limit: Seconds that all of it may take.
    """

    genai: GenaiClient
    campaigns: CampaignClient
    offers: Offers
    in_flight: SingleFlight[dict[str, object]]
    limit: float

    async def generate(
        self, copy: CopyRequest, request: GenerateRequest, *, fresh: bool, key: str | None = None
    ) -> dict[str, object]:
        """The campaign, stored before this returns.

        Args:
            copy: What to write for.
            request: What the caller sent.
            fresh: Write anew even where the same was generated before.
            key: The caller's Idempotency-Key: what it has brought is not written anew.

        Raises:
            SmartRetailError: no copy could be written, or it could not be stored.
        """
        # Who asks plainly is content with a fresh text being written; who asks for a fresh text is
        # not content with an older one being looked up.
        fresh = fresh or self.in_flight.has((copy.digest, True))
        return await self.in_flight.run(
            (copy.digest, fresh),
            lambda: self._stored_or_new(copy, request, fresh=fresh, key=key),
            limit=self.limit,
        )

    async def _stored_or_new(
        self, copy: CopyRequest, request: GenerateRequest, *, fresh: bool, key: str | None
    ) -> dict[str, object]:
        # Looked up for a fresh text too: a store that does not answer should not cost a model call.
        stored = await self._find(copy)
        if stored is None or not _matches(stored, copy, fresh=fresh, key=key):
            text, offer = await asyncio.gather(
                self._write(copy, fresh=fresh, key=key), self.offers.if_known(copy.stock_code)
            )
            body = campaign_to_store(copy, request, text, offer, key)
            answer = await self.campaigns.save(copy.campaign_id, body, fresh=fresh)
            stored = unwrap(answer, self.campaigns)
        return contract_response(as_model(StoredCampaign, stored, self.campaigns))

    async def _find(self, copy: CopyRequest) -> dict[str, object] | None:
        """The current copy, which may be one that another program wrote, or None."""
        answer = await self.campaigns.campaign(copy.campaign_id)
        try:
            return unwrap(answer, self.campaigns)
        except NotFound:
            return None

    async def _write(self, copy: CopyRequest, *, fresh: bool, key: str | None) -> GeneratedCopy:
        brief = {
            "stock_code": copy.stock_code,
            "product_name": copy.product_name,
            "objective": copy.objective,
            "target_cluster": copy.target_cluster,
            "discount": copy.discount,
            **copy.style,
        }
        answer = await self.genai.write_copy(brief, fresh=fresh, key=key)
        return as_model(GeneratedCopy, unwrap(answer, self.genai), self.genai)


def _matches(stored: dict[str, object], copy: CopyRequest, *, fresh: bool, key: str | None) -> bool:
    """Whether the current copy is what is requested; a key's own fresh text is, a second time."""
    if stored.get("question") != copy.digest:
        return False
    inputs = cast("dict[str, object]", stored.get("inputs") or {})
    return not fresh or (key is not None and inputs.get(_KEY) == key)
