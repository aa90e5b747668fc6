"""Sorting and keyset paging of a frame that doesn't change while it is served.

Keyset paging (https://use-the-index-luke.com/no-offset): the cursor contains the last row's sort
value and key, so a page continues where the last one ended even if a new snapshot went live in
between.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

import polars as pl

from fleet.cursors import decode_cursor, encode_cursor
from fleet.errors import InvalidInput
from fleet.paging import Page, PageQuery

T = TypeVar("T")
_BAD_CURSOR = "cursor: pass next_cursor of the previous page, unchanged."


def page_of(
    frame: pl.DataFrame,
    query: PageQuery,
    *,
    into: type[Page[T]],
    key: str,
    sortable: Collection[str],
    snapshot: str,
    item: Callable[[Mapping[str, object]], object] | None = None,
) -> Page[T]:
    """One page of `frame` (already filtered), ordered by `query.sort` and then by `key`.

    Args:
        frame: Rows to page through, with unique values of `key`.
        query: The caller's sort, limit and cursor.
        into: The page type, such as `Page[Product]`; its items are validated from the rows.
        key: Column that breaks ties, ascending.
        sortable: Columns the caller may sort by.
        snapshot: Id to put in the page.
        item: Converts a row to the item, or to what it is validated from, if needed.

    Raises:
        InvalidInput: the sort field or cursor is invalid.
    """
    field, descending = _order(query.sort or key, sortable)
    ordered = frame.sort(
        [field, key] if field != key else [key],
        descending=[descending, False] if field != key else [descending],
        nulls_last=True,
    )
    start = 0
    if query.cursor is not None:
        start = _after(ordered, field, key, descending=descending, cursor=query.cursor)
    rows = ordered.slice(start, query.limit).to_dicts()
    more = start + len(rows) < ordered.height
    return into.model_validate(
        {
            "items": rows if item is None else [item(row) for row in rows],
            "next_cursor": _cursor_of(rows[-1], field, key) if more and rows else None,
            "total": ordered.height,
            "snapshot": snapshot,
        }
    )


def contains_text(text: str, *columns: str) -> pl.Expr:
    """Whether one of these columns contains `text`, in any case."""
    lowered = pl.col(*columns).str.to_lowercase()
    return pl.any_horizontal(lowered.str.contains(text.lower(), literal=True))


def _order(sort: str, sortable: Collection[str]) -> tuple[str, bool]:
    field = sort.removeprefix("-")
    if field not in sortable:
        raise InvalidInput(f"sort: '{field}' is not one of {', '.join(sorted(sortable))}.")
    return field, sort.startswith("-")


def _after(ordered: pl.DataFrame, field: str, key: str, *, descending: bool, cursor: str) -> int:
    """Index of the first row after the cursor."""
    value, last_key = _decode(cursor)
    if field == key:
        is_after = pl.col(key) < pl.lit(last_key) if descending else pl.col(key) > pl.lit(last_key)
    elif value is None:
        is_after = pl.col(field).is_null() & (pl.col(key) > pl.lit(last_key))
    else:
        beyond = pl.col(field) < pl.lit(value) if descending else pl.col(field) > pl.lit(value)
        tie = (pl.col(field) == pl.lit(value)) & (pl.col(key) > pl.lit(last_key))
        is_after = beyond | tie | pl.col(field).is_null()
    try:
        found = ordered.select(is_after.fill_null(value=False).arg_true().first()).item()
    except pl.exceptions.PolarsError:
        raise InvalidInput("cursor: it belongs to a list with a different sort order.") from None
    return ordered.height if found is None else int(found)


def _cursor_of(row: Mapping[str, object], field: str, key: str) -> str:
    return encode_cursor([row[field], row[key]])


def _decode(cursor: str) -> tuple[str | float | None, str]:
    match decode_cursor(cursor):
        case [None | str() | int() | float() as value, str() as key]:
            return value, key
        case _:
            raise InvalidInput(_BAD_CURSOR)
