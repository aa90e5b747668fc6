"""The If-Match header of a change: the version the change was made for."""

from fleet.errors import PreconditionRequired
from fleet.statements import Statement


def required_etag(if_match: str | None, unread: Statement) -> str:
    """The ETag in the header.

    Args:
        if_match: The header, if there is one.
        unread: The statement for a caller who has not read the resource first.

    Raises:
        PreconditionRequired: the header is missing, or is `*`, which matches every state.
    """
    etag = (if_match or "").strip()
    if etag in {"", "*"}:
        raise PreconditionRequired(unread, note="Send If-Match with the ETag as you read it.")
    return etag
