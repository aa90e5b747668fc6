"""Cursors of lists: the position where the next page begins, as opaque text."""

from collections.abc import Sequence
from typing import Final, cast

import orjson
from itsdangerous import BadData
from itsdangerous.encoding import base64_decode, base64_encode

MAX_PAGE: Final = 1000
"""Maximum number of rows or documents on a page."""


def encode_cursor(parts: Sequence[object]) -> str:
    """A cursor that encodes `parts`, which must be JSON values."""
    return base64_encode(orjson.dumps(parts)).decode("ascii")


def decode_cursor(cursor: str) -> list[object] | None:
    """The parts of a cursor; None if it is invalid. The caller checks their types."""
    try:
        found: object = orjson.loads(base64_decode(cursor))
    except (BadData, orjson.JSONDecodeError):
        return None
    return cast("list[object]", found) if isinstance(found, list) else None
