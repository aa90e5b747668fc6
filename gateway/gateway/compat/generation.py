"""Turns a complete request into a stored campaign and the contract's record of it.

The same request sent twice is generated only once.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from pydantic import BaseModel, ConfigDict

from contract.columns import COPY_FIELDS, COPY_PROVENANCE
from fleet.clock import utc_now
from fleet.errors import NotFound
from fleet.single_flight import SingleFlight
from gateway.campaigns.offer import Offers
from gateway.campaigns.schemas import Offer
from gateway.clients.answers import as_model, unwrap
from gateway.clients.campaign import CampaignClient
from gateway.clients.genai import GenaiClient
from gateway.compat.request import GenerateRequest
from gateway.compat.resolution import ResolvedRequest
from gateway.compat.schemas import GeneratedCampaign

_KEY: Final = "idempotency_key"
# The inputs that describe a text's origin.
_INPUTS_SHOWN = ("attempts", "fallback_reason", "token_usage")


class GeneratedCopy(BaseModel):
    """The response of genai-svc; its other fields are stored with the text."""

    model_config = ConfigDict(extra="allow")

    email_subject: str
    email_body: str
    whatsapp_message: str
    provider: str
    model: str | None = None
    prompt_version: str | None = None
    language: str | None = None
    whatsapp_template: dict[str, object] | None = None


class SavedCopy(BaseModel):
    """The saved copy, as campaign-svc returns it."""

    email_subject: str
    email_body: str
    whatsapp_message: str
    stock_code: str
    objective: str
    target_cluster: str
    discount: int | float
    product_description: str
    generated_at: str
    provider: str
    model: str | None
    prompt_version: str | None
    version: int
    status: str
    inputs: dict[str, object]


@dataclass(frozen=True)
class CampaignGenerator:
    """Generates campaigns and stores them in campaign-svc.

    Attributes:
        genai: Writes the copy.
        campaigns: Stores it.
        offers: The current offer, stored with the copy.
        in_flight: Requests in progress.
        limit: Time limit in seconds for the whole generation.
    """

    genai: GenaiClient
    campaigns: CampaignClient
    offers: Offers
    in_flight: SingleFlight[GeneratedCampaign]
    limit: float

    async def generate(
        self,
        copy: ResolvedRequest,
        request: GenerateRequest,
        *,
        fresh: bool,
        key: str | None = None,
    ) -> GeneratedCampaign:
        """The campaign, stored before this returns.

        Args:
            copy: The campaign to write copy for.
            request: The caller's values.
            fresh: Write new copy even if the same request was answered before.
            key: The caller's Idempotency-Key: copy it has already returned isn't written again.

        Raises:
            SmartRetailError: no copy could be written, or it could not be stored.
        """
        # A plain request may share a fresh generation in progress; a fresh request may not share a
        # plain one, which could return stored copy.
        fresh = fresh or self.in_flight.has((copy.digest, True))
        return await self.in_flight.run(
            (copy.digest, fresh),
            lambda: self._stored_or_new(copy, request, fresh=fresh, key=key),
            limit=self.limit,
        )

    async def _stored_or_new(
        self, copy: ResolvedRequest, request: GenerateRequest, *, fresh: bool, key: str | None
    ) -> GeneratedCampaign:
        # Looked up for fresh copy too: if the store does not answer, no model call should be
        # wasted.
        stored = await self._find(copy)
        if stored is None or not _matches(stored, copy, fresh=fresh, key=key):
            text, offer = await asyncio.gather(
                self._write(copy, fresh=fresh, key=key), self.offers.if_known(copy.stock_code)
            )
            body = campaign_to_store(copy, request, text, offer, key)
            answer = await self.campaigns.save(copy.campaign_id, body, fresh=fresh)
            stored = unwrap(answer, self.campaigns)
        return contract_response(as_model(SavedCopy, stored, self.campaigns))

    async def _find(self, copy: ResolvedRequest) -> dict[str, object] | None:
        """The stored copy, which another program may have written; None if there is none."""
        answer = await self.campaigns.campaign(copy.campaign_id)
        try:
            return unwrap(answer, self.campaigns)
        except NotFound:
            return None

    async def _write(self, copy: ResolvedRequest, *, fresh: bool, key: str | None) -> GeneratedCopy:
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


def _matches(
    stored: Mapping[str, object], copy: ResolvedRequest, *, fresh: bool, key: str | None
) -> bool:
    """Whether the current copy answers the request; fresh copy does for the same key."""
    if stored.get("question") != copy.digest:
        return False
    inputs = stored.get("inputs")
    made_for = cast("dict[str, object]", inputs).get(_KEY) if isinstance(inputs, dict) else None
    return not fresh or (key is not None and made_for == key)


def campaign_to_store(
    copy: ResolvedRequest,
    request: GenerateRequest,
    text: GeneratedCopy,
    offer: Offer | None,
    key: str | None,
) -> Mapping[str, object]:
    """The record for campaign-svc to store: the text, the request, and its origin."""
    names = {"current_stock", "predicted_7d_demand"}
    inputs = request.model_dump(include=names, exclude_none=True) | (text.model_extra or {})
    inputs |= {} if offer is None else {"offer": offer.model_dump()}
    inputs |= {} if key is None else {_KEY: key}
    return text.model_dump(include=set(GeneratedCopy.model_fields)) | {
        "stock_code": copy.stock_code,
        "objective": copy.objective,
        "target_cluster": copy.target_cluster,
        "discount": copy.discount,
        "product_description": copy.product_name,
        "generated_at": utc_now().isoformat(),
        "question": copy.digest,
        "inputs": inputs,
    }


def contract_response(stored: SavedCopy) -> GeneratedCampaign:
    """The record with the contract's field names, and the origin of its text."""
    fields = stored.model_dump()
    record = {theirs: fields[ours] for ours, theirs in COPY_FIELDS.items()}
    record |= {name: fields[name] for name in COPY_PROVENANCE}
    record |= {name: stored.inputs[name] for name in _INPUTS_SHOWN if name in stored.inputs}
    variants = stored.inputs.get("variants")
    several = isinstance(variants, list) and len(cast("list[object]", variants)) > 1
    return GeneratedCampaign.model_validate(record | ({"variants": variants} if several else {}))
