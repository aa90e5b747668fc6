"""The chain: whole as it was written, and broken wherever anything was touched."""

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


def is_whole(entries: list[Document], stored_head: Head) -> bool:
    """Whether nothing is found to be wrong, whatever order the store gives entries in."""
    witnesses = [Witness(stored_head)]
    last, broken = walk(sorted(entries, key=lambda entry: str(entry["_id"])), witnesses=witnesses)
    return broken is None and cut_off(last, witnesses) is None


@given(CHAINS)
def test_a_chain_as_written_is_whole(entries: list[Document]) -> None:
    """It is whole, with its own head, with any earlier one, and walked in parts."""
    assert is_whole(entries, head_of(entries[-1]))
    assert is_whole(entries, head_of(entries[0]))
    assert is_whole(entries, EMPTY)
    middle, broken = walk(entries[:1])
    assert broken is None
    assert walk(entries[1:], middle) == (head_of(entries[-1]), None)


@given(CHAINS, st.data())
def test_any_edit_is_found(entries: list[Document], data: st.DataObject) -> None:
    """An entry that says anything else is named as the first break."""
    at = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(sorted(entries[at])))
    touched = copy.deepcopy(entries)
    other = data.draw(JSON.filter(lambda value: differs(value, entries[at][name])))
    touched[at][name] = other
    last, broken = walk(touched)
    assert broken is not None
    assert (last.sequence, broken.sequence) == (at, at + 1)


@given(CHAINS, st.data())
def test_any_field_added_or_taken_away_is_found(
    entries: list[Document], data: st.DataObject
) -> None:
    """An entry with a field more or less is no longer what its digest was made from."""
    at = data.draw(st.integers(0, len(entries) - 1))
    more, less = copy.deepcopy(entries), copy.deepcopy(entries)
    more[at]["extra"] = 1
    del less[at]["body"]
    for touched in (more, less):
        _, broken = walk(touched)
        assert broken is not None
        assert broken.sequence == at + 1


@given(CHAINS, st.data())
def test_any_removal_is_found(entries: list[Document], data: st.DataObject) -> None:
    """Entries that are gone are missed, at the end as well, by the head that is kept apart."""
    gone = data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=1))
    left = [entry for place, entry in enumerate(entries) if place not in gone]
    stored_head = head_of(entries[-1])
    assert not is_whole(left, stored_head)
    last, broken = walk(left, witnesses=[Witness(stored_head)])
    assert (broken or cut_off(last, [Witness(stored_head)])).sequence == min(gone) + 1  # pyright: ignore[reportOptionalMemberAccess] - one of them is there, as asserted above


@given(CHAINS, st.data())
def test_any_reorder_is_found(entries: list[Document], data: st.DataObject) -> None:
    """Contents that have changed places are found, even where ids and numbers were put right."""
    sorted_ = list(range(len(entries)))
    order = data.draw(st.permutations(sorted_).filter(lambda drawn: drawn != sorted_))
    moved = [
        {**entries[place], "_id": entry_id(number), "sequence": number}
        for number, place in enumerate(order, start=1)
    ]
    assert not is_whole(moved, EMPTY)


@given(CHAINS, CONTENT, st.data())
def test_a_history_made_anew_is_found_by_its_head(
    entries: list[Document], content: Document, data: st.DataObject
) -> None:
    """Somebody who forges an entry and every link after it is found by the head kept apart."""
    at = data.draw(st.integers(0, len(entries) - 1))
    contents = [{"kind": entry["kind"], "body": entry["body"]} for entry in entries]
    forged = chained([*contents[:at], {**content, "forged": True}, *contents[at + 1 :]])
    assert is_whole(forged, EMPTY)
    assert not is_whole(forged, head_of(entries[-1]))


@given(CHAINS, CONTENT, st.data())
def test_a_history_made_anew_is_found_by_a_snapshot(
    entries: list[Document], content: Document, data: st.DataObject
) -> None:
    """Where the head beside the chain was made anew too, a snapshot's tells, and since when."""
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
def test_a_cut_end_is_found_by_a_snapshot(entries: list[Document], data: st.DataObject) -> None:
    """Where the head beside the chain went back as well, a snapshot's says what is missing."""
    left = data.draw(st.integers(0, len(entries) - 1))
    last, broken = walk(entries[:left])
    stored_head = Witness(last)
    missing = cut_off(last, [stored_head, Witness(head_of(entries[-1]), "S")])
    assert (broken, cut_off(last, [stored_head])) == (None, None)
    assert missing is not None
    assert missing.sequence == left + 1
    assert missing.problem.values["entry"] == len(entries)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_break_has_a_sentence(language: str) -> None:
    """What is wrong is said with the entry and the snapshot that it contradicts."""
    whole = chained([{"body": number} for number in range(4)])
    other = chained([{"body": -number} for number in range(4)])
    snapshot, beside = (Witness(head_of(whole[3]), name) for name in ("S1", None))
    breaks = [
        walk([whole[0], whole[2]])[1],
        walk([whole[0], whole[1] | {"body": 9}])[1],
        walk([whole[0], linked({"body": 9}, Head(1, GENESIS))])[1],
        walk(other, witnesses=[snapshot])[1],
        walk(other, witnesses=[beside])[1],
        walk(other, witnesses=[Witness(head_of(other[2]), "S0"), snapshot])[1],
        cut_off(head_of(whole[2]), [snapshot]),
        cut_off(head_of(whole[0]), [beside]),
    ]
    sentences = [render(found.problem, language) for found in breaks if found is not None]
    assert len(set(sentences)) == len(breaks)
    assert all(re.search(r"\d.*\.$", sentence) for sentence in sentences)
    assert [("S1" in sentence) for sentence in sentences] == [
        False, False, False, True, False, True, True, False,
    ]  # fmt: skip


def test_the_links_match_their_description() -> None:
    """The first entry holds zeros, every other one the SHA-256 of the one before."""
    first, second = chained([{"body": 1}, {"body": "ä"}])
    assert first["previous"] == GENESIS
    assert second["previous"] == first["sha256"] == digest(first)
    assert [first["_id"], second["_id"]] == ["000000000001", "000000000002"]


def differs(one: Any, other: Any) -> bool:
    """Whether two JSON values are written differently (1 and 1.0 and true are)."""
    return repr(one) != repr(other)
