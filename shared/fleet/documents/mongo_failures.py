"""Reasons why MongoDB is unavailable, for operators and for our errors."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bson.errors import BSONError
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    DocumentTooLarge,
    OperationFailure,
    PyMongoError,
)

from fleet.errors import InvalidInput
from fleet.statements import Statement, statement

_REFUSED_CODES = {13, 18, 8000}  # Unauthorized, AuthenticationFailed, AtlasError
_SILENT: Final = statement("documents_silent")
_UNUSABLE: Final = statement("documents_unusable")


@dataclass(frozen=True)
class Failure:
    """Why the server is unavailable; for operators, `reason` follows the server's name."""

    reason: str
    cause: Statement = _SILENT


NOT_YET: Final = Failure("has not responded yet")
LATE: Final = Failure("does not respond in time")


def failure_of(error: PyMongoError) -> Failure:
    """The reason for an error, never the driver's text, which may quote documents or the URI."""
    if isinstance(error, ConnectionFailure):
        return Failure("does not respond")
    if isinstance(error, ConfigurationError):
        return Failure("cannot be found under that name", _UNUSABLE)
    if isinstance(error, OperationFailure):
        if error.code in _REFUSED_CODES:
            return Failure("rejects the user or password in MONGODB_URI", _UNUSABLE)
        name = (error.details or {}).get("codeName", type(error).__name__)
        return Failure(f"rejects the request with code {error.code} ({name})")
    return Failure(f"fails with {type(error).__name__}")


@contextmanager
def unstorable_refused() -> Generator[None]:
    """Raise InvalidInput for a document that MongoDB can't store."""
    try:
        yield
    except (BSONError, DocumentTooLarge, OverflowError) as error:
        raise InvalidInput("The document is too large or isn't valid JSON.") from error
