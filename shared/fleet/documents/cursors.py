"""Cursors: the place behind a document in one order, as opaque text."""

import base64
import binascii
from typing import Any

import orjson

from fleet.documents.store import Order, Scalar, usable_id
from fleet.errors import InvalidInput

_PARTS = 4


def encode_cursor(order: Order, value: Scalar, document_id: str) -> str:
    """The cursor of the document with this value in the ordered field and this id."""
    parts = orjson.dumps([order.field, order.descending, value, document_id])
    return base64.urlsafe_b64encode(parts).decode().rstrip("=")


def decode_cursor(order: Order, cursor: str) -> tuple[Scalar, str]:
    """Value and id the cursor stands behind.

    Raises:
        InvalidInput: it is no cursor, or one of another order.
    """
    match _parts_of(cursor):
        case [order.field, order.descending, None | str() | int() | float() as value, str() as key]:
            if usable_id(key):
                return value, key
        case _:
            pass
    raise InvalidInput(
        "The cursor is not one this list has given out; leave it away to start from the top."
    )


def _parts_of(cursor: str) -> Any:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % _PARTS)
        return orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError):
        return None
