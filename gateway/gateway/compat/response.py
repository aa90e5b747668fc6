"""A campaign as campaign-svc stores it, and as the contract shows it."""

from typing import cast

from pydantic import BaseModel, ConfigDict

from contract.columns import COPY_FIELDS, COPY_PROVENANCE
from fleet.clock import utc_now
from gateway.campaigns.schemas import Offer
from gateway.compat.request import GenerateRequest
from gateway.compat.resolution import CopyRequest

# What of the inputs tells where a text comes from.
_INPUTS_SHOWN = ("attempts", "fallback_reason", "token_usage")


class GeneratedCopy(BaseModel):
    """What genai-svc answers; what else it says of its work is kept with the text."""

    model_config = ConfigDict(extra="allow")

    email_subject: str
    email_body: str
    whatsapp_message: str
    provider: str
    model: str | None = None
    prompt_version: str | None = None
    language: str | None = None
    whatsapp_template: dict[str, object] | None = None


class StoredCampaign(BaseModel):
    """What campaign-svc answers."""

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


def campaign_to_store(
    copy: CopyRequest,
    request: GenerateRequest,
    text: GeneratedCopy,
    offer: Offer | None,
    key: str | None,
) -> dict[str, object]:
    """What campaign-svc is to store: the text, the request, and what it came from."""
    names = {"current_stock", "predicted_7d_demand"}
    inputs = request.model_dump(include=names, exclude_none=True) | (text.model_extra or {})
    inputs |= {} if offer is None else {"offer": offer.model_dump()}
    inputs |= {} if key is None else {"idempotency_key": key}
    return {
        **text.model_dump(include=set(GeneratedCopy.model_fields)),
        "stock_code": copy.stock_code,
        "objective": copy.objective,
        "target_cluster": copy.target_cluster,
        "discount": copy.discount,
        "product_description": copy.product_name,
        "generated_at": utc_now().isoformat(),
        "question": copy.digest,
        "inputs": inputs,
    }


def contract_response(stored: StoredCampaign) -> dict[str, object]:
    """The record under the contract's names, and where its text comes from."""
    fields = stored.model_dump()
    record = {theirs: fields[ours] for ours, theirs in COPY_FIELDS.items()}
    record |= {name: fields[name] for name in COPY_PROVENANCE}
    record |= {name: stored.inputs[name] for name in _INPUTS_SHOWN if name in stored.inputs}
    variants = stored.inputs.get("variants")
    several = isinstance(variants, list) and len(cast("list[object]", variants)) > 1
    return record | ({"variants": variants} if several else {})
