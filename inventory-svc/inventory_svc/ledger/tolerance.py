"""How many unreadable cells a file may have: one bad cell does not refuse it."""

from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import Statement

_FEW: Final = 20
_SHARE: Final = 0.05


def is_too_many(unreadable: pl.Series, readable: int) -> bool:
    """Whether a column fails: as a whole, or in more than 5 % of the lines and more than 20.

    Args:
        unreadable: Of each line that counts, whether its cell holds something else.
        readable: Lines whose cell could be read.
    """
    bad = int(unreadable.sum())
    return bad > 0 and (readable == 0 or (bad > _FEW and bad > _SHARE * unreadable.len()))


def refuse(sentence: Statement, note: str, bad: int, lines: int) -> InvalidInput:
    """The refusal of a column, which also says how many of its cells cannot be read."""
    count = f"{bad} of {lines} lines have such a value in this column."
    return InvalidInput(sentence, note=f"{note} {count}".strip())
