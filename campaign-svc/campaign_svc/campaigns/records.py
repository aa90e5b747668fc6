"""Campaign records as they are stored, in the contract's spelling, and the same as `/v1` spells it.

Other programs write such records too: they may lack any of our fields and hold odd values, so
reading takes what is there and never fails.
"""

import math
from collections.abc import Mapping
from typing import Any

from campaign_svc.campaigns.schemas import CampaignCopy
from fleet.documents import Document

DRAFT, APPROVED = "draft", "approved"
SPELLING = {
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
    "question": "question",
    "inputs": "inputs",
}
"""Our name → the contract's."""
_CONTENT = list(SPELLING.values())[:9]
_PROVENANCE = ("provider", "model", "prompt_version", "version", "status")


def record_of(campaign_id: str, copy: CampaignCopy, version: int) -> Document:
    """The record to store for a generated copy: a draft."""
    values = copy.model_dump()
    values["generated_at"] = f"{copy.generated_at:%Y-%m-%dT%H:%M:%S.%f}Z"
    renamed = {theirs: values[ours] for ours, theirs in SPELLING.items()}
    return {"_id": campaign_id, **renamed, "version": version, "status": DRAFT}


def campaign_id_of(stock_code: str, target_cluster: str) -> str:
    """The id of the campaign for a product and a segment."""
    return f"{stock_code}_{target_cluster}"


def version_of(record: Mapping[str, Any]) -> int | None:
    """The version of a record; None for one that a program without versions wrote."""
    version = record.get("version")
    if isinstance(version, bool) or not isinstance(version, int | float) or version < 1:
        return None
    return int(version)


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when the fields of the contract are equal."""
    return all(one.get(name) == other.get(name) for name in _CONTENT)


def api_fields(record: Document) -> dict[str, Any]:
    """The record in the spelling of `/v1`."""
    fields = {ours: _text(record.get(theirs)) for ours, theirs in SPELLING.items()}
    inputs = record.get("inputs")
    return {
        **fields,
        "id": record["_id"],
        **_key_fields(record),
        "discount": _number(record.get("Discount")),
        "inputs": inputs if isinstance(inputs, dict) else {},
        "version": version_of(record),
        "status": _text(record.get("status")) or DRAFT,
    }


def contract_fields(record: Document) -> dict[str, Any]:
    """The record in the contract's spelling: texts are texts, other unknowns null."""
    fields = api_fields(record)
    texts = {SPELLING[ours]: fields[ours] for ours in SPELLING if SPELLING[ours] in _CONTENT}
    return {
        **{name: "" if value is None else value for name, value in texts.items()},
        "Discount": fields["discount"],
        "generatedAt": fields["generated_at"],
        **{name: fields[name] for name in _PROVENANCE},
    }


def _key_fields(record: Document) -> dict[str, str]:
    """Product and segment, from the id where the record lacks them."""
    code, _, segment = record["_id"].rpartition("_")
    return {
        "stock_code": _text(record.get("StockCode")) or code or record["_id"],
        "target_cluster": _text(record.get("TargetCluster")) or segment,
    }


def _text(value: object) -> str | None:
    """Texts as they are, numbers as digits (an older program may have stored a code as one)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _number(value: object) -> float | None:
    """A finite number, also from a text like "20%"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("%"))
        except ValueError:
            return None
    return value if isinstance(value, int | float) and math.isfinite(value) else None
