"""Cursors: the place behind a document in one order, as opaque text."""

import base64
import binascii
from datetime import datetime
from typing import Any

import orjson

from fleet.documents.store import Order, Scalar, usable_id
from fleet.errors import InvalidInput
from fleet.statements import statement

_QUANTUM = 4  # base64 comes in groups of four
CursorValue = Scalar | datetime
"""A BSON date is no JSON, but older programs may have ordered fields hold one."""


def encode_cursor(order: Order, value: CursorValue, document_id: str) -> str:
    """The cursor of the document with this value in the ordered field and this id."""
    plain = {"date": value.isoformat()} if isinstance(value, datetime) else value
    parts = orjson.dumps([order.field, order.descending, plain, document_id])
    return base64.urlsafe_b64encode(parts).decode().rstrip("=")


def decode_cursor(order: Order, cursor: str) -> tuple[CursorValue, str]:
    """Value and id the cursor stands behind.

    Raises:
        InvalidInput: it is no cursor, or one of another order.
    """
    match _parts_of(cursor):
        case [order.field, order.descending, value, str() as key] if usable_id(key):
            return _value_of(value), key
        case _:
            raise unusable_cursor()


def unusable_cursor() -> InvalidInput:
    """The error to raise for a cursor that cannot be used here."""
    return InvalidInput(
        "The cursor is not one this list has given out; leave it away to start from the top.",
        statement("cursor_unknown"),
    )


def _value_of(value: object) -> CursorValue:
    match value:
        case None | str() | int() | float():
            return value
        case {"date": str() as text}:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                raise unusable_cursor() from None
        case _:
            raise unusable_cursor()


def _parts_of(cursor: str) -> Any:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % _QUANTUM)
        return orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError):
        return None
