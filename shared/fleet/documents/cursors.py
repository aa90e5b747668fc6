"""Document cursors: the position after a document in a given order."""

from datetime import datetime

from fleet.cursors import decode_cursor, encode_cursor
from fleet.documents.store import Order, Scalar, usable_id
from fleet.errors import InvalidInput
from fleet.statements import statement

CursorValue = Scalar | datetime
"""Older programs may have stored BSON dates, which aren't JSON, in ordered fields."""


def cursor_of(order: Order, value: CursorValue, document_id: str) -> str:
    """The cursor after the document with this id and this value in the ordered field."""
    plain = {"date": value.isoformat()} if isinstance(value, datetime) else value
    return encode_cursor([order.field, order.descending, plain, document_id])


def place_of(order: Order, cursor: str) -> tuple[CursorValue, str]:
    """Value and id of the document that the page begins after.

    Raises:
        InvalidInput: the cursor is malformed or belongs to another order.
    """
    match decode_cursor(cursor):
        case [order.field, order.descending, value, str() as key] if usable_id(key):
            return _value_of(value), key
        case _:
            raise unusable_cursor()


def unusable_cursor() -> InvalidInput:
    """The error for a cursor that can't be used here."""
    return InvalidInput(
        statement("cursor_unknown"),
        note="The cursor does not belong to this list. Leave it out to start from the beginning.",
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
