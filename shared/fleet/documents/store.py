"""The interface of the document store: what MongoDB and SQLite have in common.

A document is a JSON object with a text `_id`. Filters and orders use scalars: null or missing comes
first, then numbers, then text by code point; a range only matches values of its own type.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from fleet.cursors import MAX_PAGE
from fleet.errors import Conflict, InvalidInput, PreconditionFailed
from fleet.statements import Statement

Document = dict[str, Any]
Scalar = str | int | float | bool | None
Indexes = Mapping[str, Sequence[tuple[str, ...]]]
"""Collection → the fields of each index."""

_MAX_DEPTH = 50
_MAX_ID_BYTES = 1000
_INT64 = 2**63
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_KEY = re.compile(r"[^$.\0][^.\0]*")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


class DocumentExists(Conflict):
    """A document with this id already exists."""

    code, title = "document_exists", "Exists already"


class VersionConflict(Conflict):
    """The document was changed or removed since it was read."""

    code, title = "version_conflict", PreconditionFailed.title


def changed_since_read(document_id: object) -> VersionConflict:
    """The error to raise for this document."""
    return VersionConflict(f"{document_id!r} has changed since it was read; read it again.")


@dataclass(frozen=True)
class Range:
    """At least `at_least` and below `below`; None means no limit."""

    at_least: str | float | None = None
    below: str | float | None = None


@dataclass(frozen=True)
class OneOf:
    """Any of these values, at least one (None: null or missing)."""

    values: tuple[Scalar, ...]


Where = Mapping[str, Scalar | Range | OneOf]
"""Field → the value it equals (None: null or missing), its choices or its range; all must hold."""


@dataclass(frozen=True)
class Order:
    """By one field, documents with equal values by id, both in the same direction."""

    field: str = "_id"
    descending: bool = False


@dataclass(frozen=True)
class DocumentPage:
    """Some documents, and the cursor of the next page (None: this is the last one)."""

    documents: list[Document]
    next_cursor: str | None


@dataclass(frozen=True)
class StoreStatus:
    """Whether the store answers, and if not, why."""

    kind: Literal["mongodb", "sqlite"]
    ready: bool
    detail: str
    statement: Statement | None = None


class Collection(Protocol):
    """A named set of documents. Every method may raise DocumentsUnavailable.

    A write that returned is on disk (MongoDB: journaled by a majority). One that raised
    DocumentsUnavailable may or may not have taken effect: read before retrying.
    """

    async def get(self, document_id: str) -> Document | None:
        """The document, or None."""
        ...

    async def insert(self, document: Document) -> None:
        """Store a new document.

        Raises:
            DocumentExists: its id is taken.
            InvalidInput: it isn't a storable JSON object.
        """
        ...

    async def replace(
        self, document: Document, *, version: int | None, field: str = "version"
    ) -> None:
        """Replace the document with the same id if its field (`version`) still has this value.

        None matches a document without the field, as written by older programs.

        Raises:
            VersionConflict: it has been changed or deleted.
            InvalidInput: the new document cannot be stored.
        """
        ...

    async def put(self, document: Document) -> None:
        """Store the document, replacing one with the same id.

        Raises:
            InvalidInput: it cannot be stored.
        """
        ...

    async def delete(self, document_id: str) -> bool:
        """Remove the document; False if there was none."""
        ...

    async def page(
        self,
        where: Where | None = None,
        *,
        order: Order | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> DocumentPage:
        """Up to `limit` (1 to MAX_PAGE) documents after the cursor `after`, by id by default.

        Raises:
            InvalidInput: the cursor belongs to another order, or the limit is out of range.
        """
        ...

    async def count(self, where: Where | None = None) -> int:
        """Number of matching documents."""
        ...

    async def count_by(self, field: str, where: Where | None = None) -> dict[str, int]:
        """Number of matching documents per text in `field`; other values aren't counted."""
        ...


class DocumentStore(Protocol):
    """Collections by name, created on first use."""

    def collection(self, name: str) -> Collection:
        """The collection; touches nothing yet."""
        ...

    async def status(self) -> StoreStatus:
        """Whether the store answers now."""
        ...

    async def answers_within(self, seconds: float) -> bool:
        """Whether the store answers now or within this time."""
        ...


def checked_name(name: str) -> str:
    """The name of a collection, or ValueError: names come from code, never from a caller."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a collection")
    return name


def checked_field(field: str) -> str:
    """The (dotted) name of a field, or ValueError: names come from code, never from a caller."""
    if not _FIELD.fullmatch(field):
        raise ValueError(f"{field!r} cannot name a field")
    return field


def checked_limit(limit: int) -> int:
    """The limit, or InvalidInput."""
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput(f"limit must be between 1 and {MAX_PAGE}.")
    return limit


def usable_id(document_id: object) -> bool:
    """Whether both stores can use it as an id."""
    if not isinstance(document_id, str) or not document_id or "\0" in document_id:
        return False
    return _encodable(document_id) and len(document_id.encode()) <= _MAX_ID_BYTES


def checked_document(document: Document) -> Document:
    """The document, if both stores can store it.

    Raises:
        InvalidInput: its id isn't usable text, or a value isn't plain JSON.
    """
    if not usable_id(document.get("_id")):
        raise InvalidInput(
            f"The id must be text of 1 to {_MAX_ID_BYTES} bytes without NUL characters."
        )
    _check_value(document, "", 0)
    return document


def _check_value(value: object, where: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise InvalidInput(f"{where[:80]}… is nested more than {_MAX_DEPTH} levels deep.")
    if isinstance(value, dict):
        for key, inner in cast("dict[object, object]", value).items():
            name = _checked_key(key, where)
            _check_value(inner, f"{where}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            _check_value(inner, f"{where}[{index}]", depth + 1)
    else:
        _check_scalar(value, where)


def _checked_key(key: object, where: str) -> str:
    if isinstance(key, str) and _encodable(key) and _KEY.fullmatch(key):
        return key
    raise InvalidInput(
        f"{where or 'The document'} has a field whose name is empty, starts with $, "
        "contains a dot or a NUL character, or isn't text."
    )


def _check_scalar(value: object, where: str) -> None:
    match value:
        case None | bool():
            return
        case str() if _encodable(value):
            return
        case int() if -_INT64 <= value < _INT64:
            return
        case float() if value - value == 0:  # neither NaN nor infinite
            return
        case _:
            raise InvalidInput(
                f"{where} must be text, a finite number of 64 bits, true, false or null."
            )


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True
