"""A campaign as campaign-svc keeps it, and as the contract shows it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import BaseModel, ConfigDict

from gateway.compat.asked import Asked
from gateway.compat.question import Question

# campaign-svc's name → the contract's.
_CONTRACT_NAMES = {
    "email_subject": "email_subject",
    "email_body": "email_body",
    "whatsapp_message": "whatsapp_message",
    "stock_code": "StockCode",
    "objective": "Objective",
    "target_cluster": "TargetCluster",
    "discount": "Discount",
    "product_description": "ProductDescription",
    "generated_at": "generatedAt",
    "provider": "provider",
    "model": "model",
    "prompt_version": "prompt_version",
    "version": "version",
    "status": "status",
}
# What of the inputs tells where a text comes from.
_PROVENANCE = ("attempts", "fallback_reason", "token_usage")


class WrittenCopy(BaseModel):
    """What genai-svc answers; what else it says of its work is kept with the text."""

    model_config = ConfigDict(extra="allow")

    email_subject: str
    email_body: str
    whatsapp_message: str
    provider: str
    model: str | None = None
    prompt_version: str | None = None
    language: str | None = None
    whatsapp_template: dict[str, Any] | None = None


class KeptCampaign(BaseModel):
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
    inputs: dict[str, Any]


def campaign_to_keep(
    question: Question,
    asked: Asked,
    copy: WrittenCopy,
    offer: Mapping[str, Any] | None,
    key: str | None,
) -> dict[str, Any]:
    """What campaign-svc is to keep: the text, the question, and what it came from."""
    known = {"current_stock", "predicted_7d_demand"}
    inputs = asked.model_dump(include=known, exclude_none=True) | (copy.model_extra or {})
    inputs |= {} if offer is None else {"offer": dict(offer)}
    inputs |= {} if key is None else {"idempotency_key": key}
    return copy.model_dump(include=set(WrittenCopy.model_fields)) | {
        "stock_code": question.stock_code,
        "objective": question.objective,
        "target_cluster": question.target_cluster,
        "discount": question.discount,
        "product_description": question.product_name,
        "generated_at": datetime.now(UTC).isoformat(),
        "question": question.digest,
        "inputs": inputs,
    }


def contract_record(kept: KeptCampaign) -> dict[str, Any]:
    """The record under the contract's names, and where its text comes from."""
    said = kept.model_dump()
    record = {theirs: said[ours] for ours, theirs in _CONTRACT_NAMES.items()}
    record |= {name: kept.inputs[name] for name in _PROVENANCE if name in kept.inputs}
    variants = kept.inputs.get("variants")
    several = isinstance(variants, list) and len(cast("list[Any]", variants)) > 1
    return record | ({"variants": variants} if several else {})
