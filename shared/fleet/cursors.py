"""Cursors of lists: the place where the next page begins, as opaque text."""

from collections.abc import Sequence
from typing import Final, cast

import orjson
from itsdangerous import BadData
from itsdangerous.encoding import base64_decode, base64_encode

MAX_PAGE: Final = 1000
"""The most rows or documents on a page."""


def encode_cursor(parts: Sequence[object]) -> str:
    """The cursor that holds `parts`, which are JSON."""
    return base64_encode(orjson.dumps(parts)).decode("ascii")


def decode_cursor(cursor: str) -> list[object] | None:
    """The parts of a cursor; None if we did not make it. The caller checks their shape."""
    try:
        found: object = orjson.loads(base64_decode(cursor))
    except (BadData, orjson.JSONDecodeError):
        return None
    return cast("list[object]", found) if isinstance(found, list) else None
