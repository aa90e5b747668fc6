"""How many unreadable cells a file may have before it is refused."""

from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import Statement

FEW: Final = 20
SHARE: Final = 0.05


def is_too_many(unreadable: pl.Series, readable: int) -> bool:
    """Whether a column fails: no cell is readable, or over 5 % and more than 20 cells aren't.

    Args:
        unreadable: Whether each line's cell is unreadable; only lines that count.
        readable: Number of lines whose cell could be read.
    """
    bad = int(unreadable.sum())
    return bad > 0 and (readable == 0 or (bad > FEW and bad > SHARE * unreadable.len()))


def refuse(sentence: Statement, note: str, bad: int, lines: int) -> InvalidInput:
    """The error for a failed column, with the number of unreadable cells."""
    count = f"{bad} of {lines} lines have such a value in this column."
    return InvalidInput(sentence, note=f"{note} {count}".strip())
