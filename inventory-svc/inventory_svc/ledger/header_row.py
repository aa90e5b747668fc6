"""Finding the header row below titles and blank rows."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from inventory_svc.ledger.layouts import LAYOUTS, plain

HEADER_SEARCH_ROWS: Final = 40
"""Rows searched for the header row."""


@dataclass(frozen=True)
class TableHint:
    """Column names that identify a table.

    Attributes:
        groups: Normalised column names; a table has those of one group.
        sheet: The sheet of a workbook named by the user.
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
        """How many names of the best group occur in `row`."""
        names = {plain(cell) for cell in row if cell}
        return max((len(names & group) for group in self.groups), default=0)

    def enough(self, score: int) -> bool:
        """Whether a row with this score is a header: it has two of the names, or the only one."""
        return score >= min(2, max((len(group) for group in self.groups), default=1))


def layout_hint() -> TableHint:
    """The columns of the known sales layouts."""
    return TableHint(
        tuple(
            frozenset(plain(s) for spellings in layout.spellings.values() for s in spellings)
            for layout in LAYOUTS
        )
    )


def find_header(rows: Sequence[Sequence[str | None]], hint: TableHint) -> int:
    """Index of the header row; 0 if no row has known names.

    A lower row is chosen only if it has more known names than every row above it.
    """
    scores = [hint.score(row) for row in rows[:HEADER_SEARCH_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if hint.enough(best) else _below_titles(rows)


def _below_titles(rows: Sequence[Sequence[str | None]]) -> int:
    """The first row that is at least half as wide as the widest one: titles are narrower."""
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows[:HEADER_SEARCH_ROWS]]
    widest = max(filled, default=0)
    if widest < 3 or (filled and filled[0] * 2 > widest):  # noqa: PLR2004 - a table, not a list
        return 0
    return next(at for at, count in enumerate(filled) if count * 2 > widest)
