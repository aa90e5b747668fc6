"""Campaign records as stored, with the contract's field names, and as returned by `/v1`.

Other programs write such records too. Theirs may lack any of our fields or contain unexpected
values, so reading is lenient and never fails. Our records have a checksum in the field `seal`: if
it does not match, another program has changed the record, and its text has not been approved.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import Final, cast

import orjson

from campaign_svc.campaigns.change_log import SCHEMA, LogEntry, State
from campaign_svc.campaigns.lifecycle import DRAFT
from campaign_svc.campaigns.schemas import Campaign, CampaignCopy
from contract.campaign_ids import parts_of
from contract.columns import COPY_FIELDS, COPY_PROVENANCE
from fleet.clock import timestamp
from fleet.documents import Document

_OUR_FIELDS = (
    "provider",
    "model",
    "prompt_version",
    "question",
    "inputs",
    "language",
    "whatsapp_template",
    "author",
    "origin",
    "saved_at",
)
SPELLING: Final = {**COPY_FIELDS, **{name: name for name in _OUR_FIELDS}}
"""Our name → the contract's, or our own if the contract has none."""
CHECKED_FIELDS: Final = tuple(COPY_FIELDS.values())
"""The contract's fields. The checksum covers these and `_STATUS_FIELDS`, in this order."""
_OF_OTHER_KINDS = ("stock_code", "target_cluster", "discount", "inputs", "whatsapp_template")
_STATUS_FIELDS = ("version", "status", "revision")


def record_of(copy: CampaignCopy) -> Document:
    """The text of generated copy in its stored form."""
    values = copy.model_dump()
    values["generated_at"] = timestamp(copy.generated_at)
    return {SPELLING[ours]: value for ours, value in values.items()}


def edited(record: Document, changes: Mapping[str, object]) -> Document:
    """The record with some fields changed; `changes` uses our names."""
    return {**text_of(record), **{SPELLING[ours]: value for ours, value in changes.items()}}


def text_of(record: Document) -> Document:
    """The fields of a record that belong to a version: the text and its origin."""
    return {name: record[name] for name in SPELLING.values() if name in record}


def shown_record(
    campaign_id: str, text: Document, state: State, revision: int, beside: Document | None
) -> Document:
    """The document for `campaigns`: the text, its version, status and revision, and the checksum.

    Args:
        campaign_id: Its id.
        text: Text of the current version.
        state: State of the campaign.
        revision: Revision of the log.
        beside: The document it replaces; its unknown fields are kept.
    """
    foreign = {} if beside is None else {k: v for k, v in beside.items() if k not in _OURS}
    record = {"_id": campaign_id, **foreign, **text_of(text), "schema": SCHEMA}
    record |= {"version": state.version, "status": state.status, "revision": revision}
    return {**record, "seal": checksum_of(record)}


_OURS = {*SPELLING.values(), *_STATUS_FIELDS, "_id", "schema", "seal"}


def checksum_of(record: Mapping[str, object]) -> str:
    """Digest of the contract's fields of a record, its version, status and revision."""
    checked = [record.get(name) for name in (*CHECKED_FIELDS, *_STATUS_FIELDS)]
    return hashlib.sha256(orjson.dumps(checked)).hexdigest()[:32]


def is_unmodified(record: Mapping[str, object]) -> bool:
    """Whether the record is unchanged since we wrote it."""
    return record.get("seal") == checksum_of(record)


def etag_of(record: Mapping[str, object]) -> str:
    """The ETag of exactly this state of a campaign."""
    return f'"{revision_of(record) or 0}-{checksum_of(record)[:16]}"'


def version_of(record: Mapping[str, object]) -> int | None:
    """The version of a record; None if it was written by a program without versions."""
    return _positive(record.get("version"))


def revision_of(record: Mapping[str, object]) -> int | None:
    """The revision of a record; None if it was written by a program without revisions."""
    return _positive(record.get("revision"))


def _positive(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 1:
        return None
    return int(value)


def same_content(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether the contract's fields are equal."""
    return all(one.get(name) == other.get(name) for name in CHECKED_FIELDS)


def campaign_of(record: Document) -> Campaign:
    """The record as returned by `/v1`; one that someone else wrote or changed is a draft."""
    texts = {
        ours: _text(record.get(theirs))
        for ours, theirs in SPELLING.items()
        if ours not in _OF_OTHER_KINDS
    }
    code, segment = parts_of(record["_id"])
    unmodified = is_unmodified(record)
    return Campaign(
        **texts,
        id=record["_id"],
        stock_code=_text(record.get(COPY_FIELDS["stock_code"])) or code or record["_id"],
        target_cluster=_text(record.get(COPY_FIELDS["target_cluster"])) or segment,
        discount=_number(record.get(COPY_FIELDS["discount"])),
        inputs=_object(record.get("inputs")) or {},
        whatsapp_template=_object(record.get("whatsapp_template")),
        version=version_of(record) if unmodified else None,
        status=(_text(record.get("status")) if unmodified else None) or DRAFT,
    )


def version_of_log(entry: LogEntry, state: State) -> Campaign:
    """A version from the log as returned by `/v1`."""
    campaign = campaign_of({"_id": entry.campaign_id, **entry.text})
    number = entry.saved_version or 0
    return campaign.model_copy(update={"version": number, "status": state.status_of(number)})


def contract_fields(record: Document) -> dict[str, object]:
    """The record with the contract's field names; unknown texts are empty, others null."""
    campaign = campaign_of(record)
    texts = {theirs: getattr(campaign, ours) for ours, theirs in COPY_FIELDS.items()}
    return {
        **{name: "" if value is None else value for name, value in texts.items()},
        COPY_FIELDS["discount"]: campaign.discount,
        COPY_FIELDS["generated_at"]: campaign.generated_at,
        **{name: getattr(campaign, name) for name in COPY_PROVENANCE},
    }


def _text(value: object) -> str | None:
    """A text as it is, a number as its digits (older programs may have stored codes as numbers)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _object(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


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
