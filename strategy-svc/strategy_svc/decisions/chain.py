"""A chain of entries in which each holds the digest of the one before.

Whoever changes, removes, inserts or swaps entries breaks a link, and `walk` says where. What
no chain can tell by itself is that its end was cut off, or that its links were all made anew;
therefore the number and digest of the last entry are recorded apart from it (`Witness`): once
beside the chain, and in the manifest of every snapshot. Every answer that names them lets others
keep them too.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from fleet.documents import Document
from fleet.statements import Statement, statement

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
class Witness:
    """A head as it was recorded apart from the chain.

    Attributes:
        head: The last entry at that time.
        snapshot: The snapshot that was made then; None for the record beside the chain.
    """

    head: Head
    snapshot: str | None = None


@dataclass(frozen=True)
class Break:
    """The first entry that was or may have been changed, and the defect."""

    sequence: int
    problem: Statement


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
    entry: Document = {
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
    entries: Iterable[Document], before: Head = EMPTY, witnesses: Sequence[Witness] = ()
) -> tuple[Head, Break | None]:
    """Follow a chain over entries that stand one after the other.

    Args:
        entries: By id.
        before: The entry that the first of them has to follow.
        witnesses: What was recorded apart.

    Returns:
        The last entry up to which all is as it was, and the first break, if there is one.
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
    """The defect if the chain ends at `last`: it may grow beyond a witness but never shrink."""
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
    """The links hold, so the changed entry comes after the last one a witness confirms."""
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
