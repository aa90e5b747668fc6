"""Paging, sorting and filtering in SQLite and MongoDB."""

from itertools import pairwise
from typing import Any

import pytest

from fleet.documents import (
    Collection,
    Document,
    OneOf,
    Order,
    Range,
    all_pages,
)
from fleet.errors import InvalidInput


async def read_all(things: Collection, limit: int, **query: Any) -> list[Document]:
    documents: list[Document] = []
    async for page in all_pages(things, page_size=limit, **query):
        assert len(page) <= limit
        documents += page
    return documents


RANKS: list[Any] = [3, None, "b", 1.5, "a", 3, "ä", -2, None, "Z", 3, "missing"]


async def fill(things: Collection) -> None:
    for number, rank in enumerate(RANKS):
        fields = {} if rank == "missing" else {"rank": rank}
        await things.insert({"_id": f"{number:02}", **fields, "odd": number % 2 == 1})


def sort_key(document: Document) -> tuple[Any, ...]:
    """The documented order: missing values, numbers, texts; ties by id."""
    rank = document.get("rank")
    kind = 0 if rank is None else 2 if isinstance(rank, str) else 1
    return (kind, rank if rank is not None else 0, document["_id"])


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", ["_id", "rank"])
async def test_pages_contain_every_document_in_order(
    things: Collection, field: str, descending: bool, limit: int
) -> None:
    """For any page size, the pages contain every document once, in the documented order."""
    await fill(things)
    documents = await read_all(things, limit, order=Order(field, descending=descending))
    expected = sorted(documents, key=sort_key if field == "rank" else lambda one: one["_id"])
    assert documents == (expected[::-1] if descending else expected)
    assert len({one["_id"] for one in documents}) == len(RANKS)


async def test_cursor_is_stable_across_writes(things: Collection) -> None:
    """Adding or removing documents between two pages neither repeats nor skips the others."""
    await fill(things)
    first = await things.page(limit=4)
    await things.delete(first.documents[-1]["_id"])
    await things.insert({"_id": "000"})
    rest = await things.page(after=first.next_cursor, limit=100)
    assert [one["_id"] for one in rest.documents] == [f"{n:02}" for n in range(4, 12)]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, 12),
        ({"rank": 3}, 3),
        ({"rank": 3, "odd": True}, 1),
        ({"rank": None}, 3),
        ({"rank": "b"}, 1),
        ({"rank": "3"}, 0),
        ({"rank": True}, 0),
        ({"odd": False}, 6),
        ({"odd": 1}, 0),
        ({"rank": Range(at_least=1.5)}, 4),
        ({"rank": Range(at_least=1.5, below=3)}, 1),
        ({"rank": Range(below=0)}, 1),
        ({"rank": Range(at_least="a")}, 3),
        ({"rank": Range(below="b")}, 2),
        ({"_id": Range(at_least="02", below="05")}, 3),
        ({"_id": "02"}, 1),
        ({"nested.missing": None}, 12),
    ],
)
async def test_filters_compare_by_type(
    things: Collection, where: dict[str, Any], expected: int
) -> None:
    """Filters compare values of the same type, and count, page and tally agree."""
    await fill(things)
    assert await things.count(where) == expected
    found = await read_all(things, 2, where=where, order=Order("rank"))
    assert len(found) == expected
    texts = [one["rank"] for one in found if isinstance(one.get("rank"), str)]
    assert await things.count_by("rank", where) == {text: texts.count(text) for text in set(texts)}


async def test_filters_support_nested_fields(things: Collection) -> None:
    """A dotted name filters on a nested field."""
    await things.insert({"_id": "a", "made": {"by": "gemini"}})
    await things.insert({"_id": "b", "made": {"by": "template"}})
    page = await things.page({"made.by": "gemini"}, order=Order("made.by"))
    assert [one["_id"] for one in page.documents] == ["a"]
    assert await things.count_by("made.by") == {"gemini": 1, "template": 1}


async def test_cursors_support_nested_fields(things: Collection) -> None:
    """Cursors work when sorting by a dotted field."""
    for number in range(5):
        await things.insert({"_id": str(number), "made": {"rank": number // 2}})
    documents = await read_all(things, 1, order=Order("made.rank", descending=True))
    assert [one["_id"] for one in documents] == ["4", "3", "2", "1", "0"]


async def test_filter_values_are_never_operators(things: Collection) -> None:
    """A value that looks like a query or like SQL is compared as text."""
    await fill(things)
    for text in ("$ne", '{"$gt": ""}', "' OR 1=1 --", '"; DROP TABLE things'):
        assert await things.count({"rank": text}) == 0
    assert await things.count() == 12


@pytest.mark.parametrize("cursor", ["", "x", "eyJhIjoxfQ", "W10", "ä", "W251bGxd", "!!!!"])
async def test_invalid_cursor_is_rejected(things: Collection, cursor: str) -> None:
    """An invalid cursor raises InvalidInput with a message that says what to do."""
    with pytest.raises(InvalidInput, match="Leave it out"):
        await things.page(after=cursor)


async def test_cursor_from_another_sort_order_is_rejected(things: Collection) -> None:
    """A cursor is valid only for the sort order it was created with."""
    await fill(things)
    cursor = (await things.page(limit=1)).next_cursor
    for order in (Order("rank"), Order(descending=True)):
        with pytest.raises(InvalidInput):
            await things.page(after=cursor, order=order)


@pytest.mark.parametrize("limit", [0, -1, 1001])
async def test_out_of_range_limit_is_rejected(things: Collection, limit: int) -> None:
    """A page limit outside the allowed range is rejected."""
    with pytest.raises(InvalidInput, match="between 1 and 1000"):
        await things.page(limit=limit)


async def test_ties_are_sorted_by_id(things: Collection) -> None:
    """Equal values are sorted by id, so no document is lost between pages."""
    for number in range(30):
        await things.insert({"_id": f"{29 - number:02}", "rank": 1})
    documents = await read_all(things, 7, order=Order("rank"))
    assert all(first["_id"] < second["_id"] for first, second in pairwise(documents))
    assert len(documents) == 30


async def test_filter_matches_any_listed_value(things: Collection) -> None:
    """Each listed value matches as it would alone: by type, and None as null or missing."""
    for name, value in {"t": "1", "n": 1, "b": True, "z": None}.items():
        await things.insert({"_id": name, "value": value})
    await things.insert({"_id": "missing"})
    choices = {("1", None): ["missing", "t", "z"], (1, "x"): ["n"], (True,): ["b"], ("x",): []}
    for values, expected in choices.items():
        where = {"value": OneOf(values)}
        assert [found["_id"] for found in await read_all(things, 2, where=where)] == expected
        assert await things.count(where) == len(expected)
