"""The chain is intact as written, and broken after any change."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.documents import Document
from fleet.sentences import render
from strategy_svc.decisions.chain import (
    EMPTY,
    GENESIS,
    Head,
    Witness,
    cut_off,
    digest,
    entry_id,
    head_of,
    linked,
    walk,
)

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
CONTENT = st.fixed_dictionaries({"kind": st.sampled_from(["plan", "decision"]), "body": JSON})


def chained(contents: list[Document]) -> list[Document]:
    """A chain with these contents."""
    entries: list[Document] = []
    before = EMPTY
    for content in contents:
        entries.append(linked(content, before))
        before = head_of(entries[-1])
    return entries


CHAINS = st.lists(CONTENT, min_size=2, max_size=6).map(chained)


def is_intact(entries: list[Document], stored_head: Head) -> bool:
    """Whether no break is found, in whatever order the store returns entries."""
    witnesses = [Witness(stored_head)]
    last, broken = walk(sorted(entries, key=lambda entry: str(entry["_id"])), witnesses=witnesses)
    return broken is None and cut_off(last, witnesses) is None


@given(CHAINS)
def test_unchanged_chain_is_intact(entries: list[Document]) -> None:
    """It is intact with its own head, with any earlier one, and when checked in parts."""
    assert is_intact(entries, head_of(entries[-1]))
    assert is_intact(entries, head_of(entries[0]))
    assert is_intact(entries, EMPTY)
    middle, broken = walk(entries[:1])
    assert broken is None
    assert walk(entries[1:], middle) == (head_of(entries[-1]), None)


@given(CHAINS, st.data())
def test_any_edit_is_detected(entries: list[Document], data: st.DataObject) -> None:
    """An entry with a changed value is named as the first break."""
    at = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(sorted(entries[at])))
    touched = copy.deepcopy(entries)
    other = data.draw(JSON.filter(lambda value: differs(value, entries[at][name])))
    touched[at][name] = other
    last, broken = walk(touched)
    assert broken is not None
    assert (last.sequence, broken.sequence) == (at, at + 1)


@given(CHAINS, st.data())
def test_any_added_or_removed_field_is_detected(
    entries: list[Document], data: st.DataObject
) -> None:
    """An entry with a field more or less no longer matches its digest."""
    at = data.draw(st.integers(0, len(entries) - 1))
    more, less = copy.deepcopy(entries), copy.deepcopy(entries)
    more[at]["extra"] = 1
    del less[at]["body"]
    for touched in (more, less):
        _, broken = walk(touched)
        assert broken is not None
        assert broken.sequence == at + 1


@given(CHAINS, st.data())
def test_any_removal_is_detected(entries: list[Document], data: st.DataObject) -> None:
    """Removed entries, at the end too, are detected by the separately stored head."""
    removed = data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=1))
    remaining = [entry for place, entry in enumerate(entries) if place not in removed]
    stored_head = head_of(entries[-1])
    assert not is_intact(remaining, stored_head)
    last, broken = walk(remaining, witnesses=[Witness(stored_head)])
    assert (broken or cut_off(last, [Witness(stored_head)])).sequence == min(removed) + 1  # pyright: ignore[reportOptionalMemberAccess] - one of them is there, as asserted above


@given(CHAINS, st.data())
def test_any_reorder_is_detected(entries: list[Document], data: st.DataObject) -> None:
    """Swapped contents are detected, even if ids and numbers were corrected."""
    sorted_ = list(range(len(entries)))
    order = data.draw(st.permutations(sorted_).filter(lambda drawn: drawn != sorted_))
    moved = [
        {**entries[place], "_id": entry_id(number), "sequence": number}
        for number, place in enumerate(order, start=1)
    ]
    assert not is_intact(moved, EMPTY)


@given(CHAINS, CONTENT, st.data())
def test_rewritten_chain_is_detected_by_its_head(
    entries: list[Document], content: Document, data: st.DataObject
) -> None:
    """Someone who forges an entry and relinks all later ones is detected by the stored head."""
    at = data.draw(st.integers(0, len(entries) - 1))
    contents = [{"kind": entry["kind"], "body": entry["body"]} for entry in entries]
    forged = chained([*contents[:at], {**content, "forged": True}, *contents[at + 1 :]])
    assert is_intact(forged, EMPTY)
    assert not is_intact(forged, head_of(entries[-1]))


@given(CHAINS, CONTENT, st.data())
def test_rewritten_chain_is_detected_by_a_snapshot(
    entries: list[Document], content: Document, data: st.DataObject
) -> None:
    """If the stored head was rewritten too, a snapshot reveals it, and from which entry on."""
    recorded = sorted(data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=1)))
    at = data.draw(st.integers(0, recorded[-1]))
    contents = [{"kind": entry["kind"], "body": entry["body"]} for entry in entries]
    forged = chained([*contents[:at], {**content, "forged": True}, *contents[at + 1 :]])
    witnesses = [
        Witness(head_of(forged[-1])),
        *(Witness(head_of(entries[place]), f"S{place}") for place in recorded),
    ]
    confirmed = max((place + 1 for place in recorded if place < at), default=0)
    last, broken = walk(forged, witnesses=witnesses)
    assert broken is not None
    assert (last.sequence, broken.sequence) == (confirmed, confirmed + 1)
    denied = next(place for place in recorded if place >= at)
    assert broken.problem.values["snapshot"] == f"S{denied}"
    assert broken.problem.values["entry"] == denied + 1


@given(CHAINS, st.data())
def test_truncated_chain_is_detected_by_a_snapshot(
    entries: list[Document], data: st.DataObject
) -> None:
    """If the stored head was set back too, a snapshot tells how many entries are missing."""
    remaining = data.draw(st.integers(0, len(entries) - 1))
    last, broken = walk(entries[:remaining])
    stored_head = Witness(last)
    missing = cut_off(last, [stored_head, Witness(head_of(entries[-1]), "S")])
    assert (broken, cut_off(last, [stored_head])) == (None, None)
    assert missing is not None
    assert missing.sequence == remaining + 1
    assert missing.problem.values["entry"] == len(entries)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_break_has_a_sentence(language: str) -> None:
    """Each sentence names the entry and the snapshot that it contradicts."""
    original = chained([{"body": number} for number in range(4)])
    other = chained([{"body": -number} for number in range(4)])
    snapshot, stored = (Witness(head_of(original[3]), name) for name in ("S1", None))
    breaks = [
        walk([original[0], original[2]])[1],
        walk([original[0], original[1] | {"body": 9}])[1],
        walk([original[0], linked({"body": 9}, Head(1, GENESIS))])[1],
        walk(other, witnesses=[snapshot])[1],
        walk(other, witnesses=[stored])[1],
        walk(other, witnesses=[Witness(head_of(other[2]), "S0"), snapshot])[1],
        cut_off(head_of(original[2]), [snapshot]),
        cut_off(head_of(original[0]), [stored]),
    ]
    sentences = [render(found.problem, language) for found in breaks if found is not None]
    assert len(set(sentences)) == len(breaks)
    assert all(re.search(r"\d.*\.$", sentence) for sentence in sentences)
    assert [("S1" in sentence) for sentence in sentences] == [
        False, False, False, True, False, True, True, False,
    ]  # fmt: skip


def test_links_match_their_description() -> None:
    """The first entry has zeros, each other one the SHA-256 of the entry before."""
    first, second = chained([{"body": 1}, {"body": "ä"}])
    assert first["previous"] == GENESIS
    assert second["previous"] == first["sha256"] == digest(first)
    assert [first["_id"], second["_id"]] == ["000000000001", "000000000002"]


def differs(one: Any, other: Any) -> bool:
    """Whether two JSON values are written differently (1 and 1.0 and true are)."""
    return repr(one) != repr(other)
