"""Cursors of lists: the place where the next page begins, as opaque text."""

from typing import Any, Final

import orjson
from itsdangerous import BadData
from itsdangerous.encoding import base64_decode, base64_encode

MAX_PAGE: Final = 1000
"""Rows or documents that a page holds at most."""


def encode_cursor(parts: list[Any]) -> str:
    """The cursor that holds `parts`, which are JSON."""
    return base64_encode(orjson.dumps(parts)).decode("ascii")


def decode_cursor(cursor: str) -> Any:
    """What a cursor holds; None where it is none of ours. The caller checks its shape."""
    try:
        return orjson.loads(base64_decode(cursor))
    except (BadData, orjson.JSONDecodeError):
        return None
