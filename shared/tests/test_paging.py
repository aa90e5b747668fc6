"""Keyset paging returns every row once, in order, for any column."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.errors import InvalidInput
from fleet.frame_pages import page_of
from fleet.paging import Page, PageQuery

SORTABLE = ("code", "value")
values = st.one_of(st.none(), st.sampled_from([0.0, 1.5, -2.25, 1e9]), st.floats(-1e6, 1e6))


def walk(frame: pl.DataFrame, sort: str | None, limit: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = PageQuery(sort=sort, limit=limit, cursor=cursor)
        page = page_of(
            frame, query, into=Page[dict[str, Any]], key="code", sortable=SORTABLE, snapshot="s"
        )
        rows += page.items
        assert page.total == frame.height
        if page.next_cursor is None:
            return rows
        cursor = page.next_cursor


@given(
    column=st.lists(values, min_size=1, max_size=30),
    limit=st.integers(1, 7),
    sort=st.sampled_from([None, "code", "-code", "value", "-value"]),
)
def test_pages_contain_every_row_once(
    column: list[float | None], limit: int, sort: str | None
) -> None:
    """The pages together are the sorted list: no row repeated or missing, ties included."""
    codes = [f"{index:03d}" for index in range(len(column))]
    frame = pl.DataFrame(
        {"code": codes, "value": column}, schema={"code": pl.String, "value": pl.Float64}
    )
    rows = walk(frame, sort, limit)
    field, descending = (sort or "code").removeprefix("-"), (sort or "").startswith("-")
    assert sorted(row["code"] for row in rows) == codes
    present = [row[field] for row in rows if row[field] is not None]
    assert present == sorted(present, reverse=descending)
    assert all(row[field] is None for row in rows[len(present) :])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (PageQuery(sort="price", limit=5), "sort: 'price' is not one of code, value"),
        (PageQuery(limit=5, cursor="!!!"), "cursor: pass next_cursor"),
        (PageQuery(limit=5, cursor="WzEsMl0"), "cursor: pass next_cursor"),
        (PageQuery(sort="value", limit=5, cursor="WyJ0ZXh0IiwiYSJd"), "different sort order"),
    ],
)
def test_invalid_query_is_rejected(query: PageQuery, sentence: str) -> None:
    """An unknown field or an invalid cursor is rejected with a message that says what to do."""
    frame = pl.DataFrame({"code": ["a", "b"], "value": [1.0, 2.0]})
    with pytest.raises(InvalidInput, match=sentence):
        page_of(
            frame, query, into=Page[dict[str, Any]], key="code", sortable=SORTABLE, snapshot="s"
        )


def test_paging_continues_in_a_new_snapshot() -> None:
    """A cursor from the old snapshot continues after the same key in the new one."""
    old = pl.DataFrame({"code": ["a", "c", "e"], "value": [1.0, 2.0, 3.0]})
    new = pl.DataFrame({"code": ["a", "b", "d", "e"], "value": [1.0, 2.0, 3.0, 4.0]})
    query = PageQuery(limit=2)
    first = page_of(
        old, query, into=Page[dict[str, Any]], key="code", sortable=SORTABLE, snapshot="1"
    )
    query = PageQuery(limit=2, cursor=first.next_cursor)
    second = page_of(
        new, query, into=Page[dict[str, Any]], key="code", sortable=SORTABLE, snapshot="2"
    )
    assert [row["code"] for row in second.items] == ["d", "e"]
    assert (first.snapshot, second.snapshot) == ("1", "2")
