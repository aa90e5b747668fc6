"""Finding the row that names the columns, below titles and blank rows."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from inventory_svc.ledger.layouts import LAYOUTS, plain

LOOKED_AT: Final = 40
"""Rows in which the names of the columns are looked for."""


@dataclass(frozen=True)
class TableHint:
    """What a table is recognised by.

    Attributes:
        groups: Names of columns in their plain form; a table has those of one group.
        sheet: The sheet of a workbook that a person named.
    """

    groups: tuple[frozenset[str], ...]
    sheet: str | None = None

    @classmethod
    def columns(
        cls, headers: AbstractSet[str] | Sequence[str], sheet: str | None = None
    ) -> "TableHint":
        """A table that has these columns."""
        return cls((frozenset(plain(header) for header in headers),), sheet)

    def score(self, row: Sequence[str | None]) -> int:
        """How many names of the best group stand in `row`."""
        names = {plain(cell) for cell in row if cell}
        return max((len(names & group) for group in self.groups), default=0)

    def enough(self, score: int) -> bool:
        """Whether a row with this score names the columns: two of them, or the only one."""
        return score >= min(2, max((len(group) for group in self.groups), default=1))


def known_ledgers() -> TableHint:
    """The layouts of sales that are recognised by their columns."""
    return TableHint(
        tuple(
            frozenset(plain(s) for spellings in layout.spellings.values() for s in spellings)
            for layout in LAYOUTS
        )
    )


def find_header(rows: Sequence[Sequence[str | None]], hint: TableHint) -> int:
    """Place of the row that names the columns: 0 where none is known by its names.

    A row further down counts only if it names more of them than all rows above it.
    """
    scores = [hint.score(row) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) if hint.enough(best) else _below_titles(rows)


def _below_titles(rows: Sequence[Sequence[str | None]]) -> int:
    """The first row, unless it and those below it are titles beside a table that is far wider."""
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows[:LOOKED_AT]]
    widest = max(filled, default=0)
    if widest < 3 or (filled and filled[0] * 2 > widest):  # noqa: PLR2004 - a table, not a list
        return 0
    return next(at for at, count in enumerate(filled) if count * 2 > widest)
