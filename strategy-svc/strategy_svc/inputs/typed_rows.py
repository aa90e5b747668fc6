"""Rows of a frame as objects with named fields."""

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import polars as pl

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def typed_rows(frame: pl.DataFrame, kind: type[R]) -> Iterator[R]:
    """One frozen dataclass per row, filled from the columns named like its fields.

    Raises:
        ColumnNotFoundError: the frame lacks one of them, which is a bug.
    """
    names = [field.name for field in fields(kind)]
    return (kind(*row) for row in frame.select(names).iter_rows())
