"""Filters, orders and plain values of the MongoDB store, without the driver's classes.

Fields may contain values written by older programs: BSON dates are read as ISO text, and documents
whose id isn't text (ObjectIds) are skipped.
"""

import base64
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol, cast, runtime_checkable

from fleet.documents.cursors import CursorValue
from fleet.documents.store import Document, OneOf, Order, Range, Scalar, Where, checked_field

Filter = dict[str, object]
_OURS: Filter = {"_id": {"$gte": ""}}  # comparing with a text only matches texts
_KINDS = ("number", "string", "bool", "date")  # in the order MongoDB sorts them, after null


@runtime_checkable
class _Decimal128(Protocol):
    """The part of bson's class that is used here."""

    def to_decimal(self) -> Decimal: ...


def conditions(where: Where) -> Filter:
    """The conditions that documents of a query must meet."""
    return {"$and": _criteria(where)}


def page_filter(where: Where, order: Order, place: tuple[CursorValue, str] | None) -> Filter:
    """The conditions of a query, plus those of a page in this order."""
    parts = _criteria(where)
    if order.field != "_id":
        # Only values that a cursor supports: lists and objects aren't ordered.
        field = checked_field(order.field)
        parts.append({"$or": [{field: None}, {field: {"$type": list(_KINDS)}}]})
        parts.append({field: {"$not": {"$type": "array"}}})
    if place is not None:
        parts.append(_after(order, *place))
    return {"$and": parts}


def sort_keys(order: Order) -> list[tuple[str, int]]:
    """Sort by the field, then by id."""
    way = -1 if order.descending else 1
    fields = ["_id"] if order.field == "_id" else [checked_field(order.field), "_id"]
    return [(field, way) for field in fields]


def count_by_pipeline(field: str, where: Where) -> list[Filter]:
    """Count documents by the text in a field."""
    matching = {"$and": [conditions(where), {checked_field(field): {"$type": "string"}}]}
    return [{"$match": matching}, {"$group": {"_id": f"${field}", "documents": {"$sum": 1}}}]


def plain_document(raw: Mapping[str, object]) -> Document:
    """A stored document as JSON values, its id first."""
    return {"_id": raw["_id"], **{key: _plain(value) for key, value in raw.items() if key != "_id"}}


def _criteria(where: Where) -> list[Filter]:
    return [_OURS, *(_condition(field, criterion) for field, criterion in where.items())]


def _condition(field: str, criterion: Scalar | Range | OneOf) -> Filter:
    name = field if field == "_id" else checked_field(field)
    if isinstance(criterion, OneOf):
        return {name: {"$in": list(criterion.values)}}
    if not isinstance(criterion, Range):
        return {name: {"$eq": criterion}}
    bounds = {"$gte": criterion.at_least, "$lt": criterion.below}
    return {name: {sign: bound for sign, bound in bounds.items() if bound is not None}}


def _after(order: Order, value: CursorValue, document_id: str) -> Filter:
    """The documents after this one; MongoDB compares within a type, so other types are listed."""
    sign = "$lt" if order.descending else "$gt"
    key: Filter = {"_id": {sign: document_id}}
    if order.field == "_id":
        return key
    field, kind = order.field, _kind(value)
    choices: list[Filter] = [{field: {"$eq": value}, **key}]
    if kind is not None:
        choices.append({field: {sign: value}})
    choices.extend(_other_kinds(field, kind, descending=order.descending))
    return {"$or": choices}


def _other_kinds(field: str, kind: str | None, *, descending: bool) -> list[Filter]:
    place = -1 if kind is None else _KINDS.index(kind)
    if not descending:
        later = list(_KINDS[place + 1 :])
        return [{field: {"$type": later}}] if later else []
    if kind is None:
        return []
    earlier = list(_KINDS[:place])
    return [{field: None}, *([{field: {"$type": earlier}}] if earlier else [])]


def _kind(value: CursorValue) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "bool"
        case str():
            return "string"
        case datetime():
            return "date"
        case _:
            return "number"


def ordered_value(raw: Mapping[str, object], field: str) -> CursorValue:
    """The value of a (dotted) field, as stored in a cursor."""
    value = _at_path(raw, field.split("."))
    return value if isinstance(value, datetime) else _plain_scalar(value)


def _at_path(value: object, names: Sequence[str]) -> object:
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(name)
    return value


def _plain(value: object) -> object:
    """A BSON value as JSON."""
    if isinstance(value, dict):
        return {
            str(key): _plain(inner) for key, inner in cast("dict[object, object]", value).items()
        }
    if isinstance(value, list):
        return [_plain(inner) for inner in cast("list[object]", value)]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> str | float | bool | None:
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            return _iso(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _Decimal128():
            return _plain_scalar(float(value.to_decimal()))
        case _:
            return str(value)  # an ObjectId or a regular expression


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
