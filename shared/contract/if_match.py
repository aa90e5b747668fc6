"""The ETag a change was made for, from its If-Match header."""

from typing import Final

SEND_IF_MATCH: Final = "Send If-Match with the ETag of the campaign as you read it."


def etag_of(if_match: str | None) -> str | None:
    """The ETag that the header names; None where it is missing or `*`, which fits everything."""
    etag = (if_match or "").strip()
    return None if etag in {"", "*"} else etag
