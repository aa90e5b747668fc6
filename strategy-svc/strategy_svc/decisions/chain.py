"""A chain of entries in which each contains the digest of the previous one.

Changing, removing, inserting or swapping entries breaks a link, and `walk` finds it. A chain alone
cannot reveal that its end was cut off or that all its digests were recomputed. So the number and
digest of the last entry are also recorded outside the chain (`Witness`): once beside it, and in the
manifest of every snapshot. API responses include them too, so that clients can keep their own copy.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from fleet.documents import Document
from fleet.statements import Statement, statement

GENESIS: Final = "0" * 64
"""Used as the previous digest in the first entry."""
_WIDTH: Final = 12


@dataclass(frozen=True)
class Head:
    """Number and digest of an entry; `Head(0, GENESIS)` before the first."""

    sequence: int
    sha256: str


EMPTY: Final = Head(0, GENESIS)


@dataclass(frozen=True)
class Witness:
    """A head as recorded outside the chain.

    Attributes:
        head: The last entry at that time.
        snapshot: The snapshot that recorded it; None for the record beside the chain.
    """

    head: Head
    snapshot: str | None = None


@dataclass(frozen=True)
class Break:
    """The first entry that was or may have been changed, and what is wrong with it."""

    sequence: int
    problem: Statement


def entry_id(sequence: int) -> str:
    """The id of an entry; ids are unique, so only one of several writers can take a number."""
    return f"{sequence:0{_WIDTH}}"


def digest(entry: Document) -> str:
    """SHA-256 of the entry without its own digest, as JSON with sorted keys."""
    content = {name: value for name, value in entry.items() if name != "sha256"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def linked(content: Document, before: Head) -> Document:
    """`content` as the entry that follows `before`, ready to be stored."""
    sequence = before.sequence + 1
    entry: Document = {
        **content,
        "_id": entry_id(sequence),
        "sequence": sequence,
        "previous": before.sha256,
    }
    return {**entry, "sha256": digest(entry)}


def head_of(entry: Document) -> Head:
    """The head of a chain whose last entry is `entry`."""
    return Head(entry["sequence"], entry["sha256"])


def walk(
    entries: Iterable[Document], before: Head = EMPTY, witnesses: Sequence[Witness] = ()
) -> tuple[Head, Break | None]:
    """Verify consecutive entries of a chain.

    Args:
        entries: By id.
        before: The head that the first of them must follow.
        witnesses: Heads recorded outside the chain.

    Returns:
        The last intact entry, and the first break, if there is one.
    """
    for entry in entries:
        problem = next(_problems(entry, before), None)
        if problem is not None:
            return before, Break(before.sequence + 1, problem)
        before = head_of(entry)
        for witness in witnesses:
            if witness.head.sequence == before.sequence and witness.head != before:
                return _rewritten(witness, witnesses)
    return before, None


def cut_off(last: Head, witnesses: Iterable[Witness]) -> Break | None:
    """The break if the chain ends at `last` although a witness recorded a later entry."""
    longest = max(witnesses, key=lambda witness: witness.head.sequence, default=Witness(EMPTY))
    missing = longest.head.sequence - last.sequence
    if missing <= 0:
        return None
    problem = statement(
        "decision_entries_cut_off",
        missing=missing,
        first=last.sequence + 1,
        entry=longest.head.sequence,
        snapshot=longest.snapshot,
    )
    return Break(last.sequence + 1, problem)


def _rewritten(denied: Witness, witnesses: Iterable[Witness]) -> tuple[Head, Break]:
    """All links are valid, so the change comes after the last entry that a witness confirms."""
    entry = denied.head.sequence
    earlier = (witness.head for witness in witnesses if witness.head.sequence < entry)
    confirmed = max(earlier, key=lambda head: head.sequence, default=EMPTY)
    since = confirmed.sequence + 1
    problem = statement(
        "decision_entries_rewritten",
        entry=entry,
        since=None if since == entry else since,
        snapshot=denied.snapshot,
    )
    return confirmed, Break(since, problem)


def _problems(entry: Document, before: Head) -> Iterator[Statement]:
    expected = before.sequence + 1
    if entry.get("_id") != entry_id(expected) or entry.get("sequence") != expected:
        yield statement("decision_entry_missing", entry=expected, found=str(entry.get("_id")))
    if entry.get("sha256") != digest(entry):
        yield statement("decision_entry_changed", entry=expected)
    if entry.get("previous") != before.sha256:
        yield statement("decision_entry_replaced", entry=expected)
