"""A chain of entries in which each holds the digest of the one before.

Whoever changes, removes, inserts or swaps entries breaks a link, and `walk` says where. What
no chain can tell by itself is that its end was cut off; therefore the number and digest of the last
entry are kept a second time (`Head`), and every answer that names them lets others keep them too.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from fleet.documents import Document

GENESIS: Final = "0" * 64
"""What the first entry holds instead of a digest."""
_WIDTH: Final = 12


@dataclass(frozen=True)
class Head:
    """Number and digest of an entry; `Head(0, GENESIS)` before the first."""

    sequence: int
    sha256: str


EMPTY: Final = Head(0, GENESIS)


@dataclass(frozen=True)
class Break:
    """The first entry at which a chain is not whole, and what is wrong there."""

    sequence: int
    problem: str


def entry_id(sequence: int) -> str:
    """The id of an entry: of several writers only one can take a number."""
    return f"{sequence:0{_WIDTH}}"


def digest(entry: Document) -> str:
    """SHA-256 over the whole entry but its own digest, as JSON with sorted keys."""
    content = {name: value for name, value in entry.items() if name != "sha256"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def linked(content: Document, before: Head) -> Document:
    """`content` as the entry after `before`, ready to be stored."""
    sequence = before.sequence + 1
    entry: dict[str, Any] = {
        **content,
        "_id": entry_id(sequence),
        "sequence": sequence,
        "previous": before.sha256,
    }
    return {**entry, "sha256": digest(entry)}


def head_of(entry: Document) -> Head:
    """The head that a chain has while `entry` is its last."""
    return Head(entry["sequence"], entry["sha256"])


def walk(
    entries: Iterable[Document], before: Head = EMPTY, stored_head: Head = EMPTY
) -> tuple[Head, Break | None]:
    """Follow a chain over entries that stand one after the other.

    Args:
        entries: By id.
        before: The entry that the first of them has to follow.
        stored_head: The head that was stored apart.

    Returns:
        The last entry that was reached, and the first break, if there is one.
    """
    for entry in entries:
        problem = next(_problems(entry, before, stored_head), None)
        if problem is not None:
            return before, Break(before.sequence + 1, problem)
        before = head_of(entry)
    return before, None


def cut_off(last: Head, stored_head: Head) -> Break | None:
    """What is wrong when `last` is all there is: a chain may outgrow its head, never shrink."""
    if last.sequence >= stored_head.sequence:
        return None
    missing = f"entries {last.sequence + 1} to {stored_head.sequence} are missing at the end"
    return Break(last.sequence + 1, missing)


def _problems(entry: Document, before: Head, stored_head: Head) -> Iterator[str]:
    expected = before.sequence + 1
    if entry.get("_id") != entry_id(expected) or entry.get("sequence") != expected:
        yield f"entry {expected} is missing: {entry.get('_id')!r} stands in its place"
    if entry.get("sha256") != digest(entry):
        yield "what it says is not what its digest was made from: it was changed"
    if entry.get("previous") != before.sha256:
        yield "it does not follow from the entry before it: one of them was replaced"
    if expected == stored_head.sequence and entry.get("sha256") != stored_head.sha256:
        yield "it is not the entry that was kept as the last one: the chain was made anew"
