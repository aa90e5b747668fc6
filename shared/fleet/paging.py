"""Paged lists: the query, and the envelope of the response."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from fleet.cursors import MAX_PAGE

T = TypeVar("T")
Cursor = Annotated[
    str | None, Query(description="`next_cursor` of the previous page", max_length=4096)
]


class CursorPage(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None = Field(
        description="Pass as `cursor` to get the next page; null on the last page"
    )
    total: int = Field(description="Number of matches for the filters")


class Page(CursorPage[T], Generic[T]):
    """One page of a list that was read from a snapshot."""

    snapshot: str = Field(description="Id of the snapshot this page was read from")


@dataclass(frozen=True)
class CursorQuery:
    """The paging part of a query string; use it as `Annotated[CursorQuery, Depends()]`."""

    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100
    cursor: Cursor = None


@dataclass(frozen=True)
class PageQuery(CursorQuery):
    """The same for a list that can be sorted by its fields."""

    sort: Annotated[
        str | None, Query(description="A field, with `-` before it for descending", max_length=64)
    ] = None
