"""The ETag a change was made for, from its If-Match header."""


def etag_of(if_match: str | None) -> str | None:
    """The ETag that the header names; None where it is missing or `*`, which fits everything."""
    etag = (if_match or "").strip()
    return None if etag in {"", "*"} else etag
