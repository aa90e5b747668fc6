"""The If-Match header of a change: the version the change was made for."""

from fleet.errors import PreconditionRequired
from fleet.statements import Statement


def required_etag(if_match: str | None, unread: Statement) -> str:
    """The ETag that the header names.

    Args:
        if_match: The header, where there is one.
        unread: What to answer a caller who has not read the thing first.

    Raises:
        PreconditionRequired: the header is missing, or is `*`, which fits every state.
    """
    etag = (if_match or "").strip()
    if etag in {"", "*"}:
        raise PreconditionRequired(unread, note="Send If-Match with the ETag as you read it.")
    return etag
