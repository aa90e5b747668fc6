"""Ledger entries that people don't make: recorded plans and their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from fleet.documents import Document
from strategy_svc.decisions.schemas import ScoredRow


@dataclass(frozen=True)
class FrozenRow:
    """A recorded plan row, with the fields that decisions, scores and changes use.

    Attributes:
        demand_p10, demand_p90: Range of the forecast.
    """

    stock_code: str
    product_name: str
    objective: str
    target_cluster: str
    discount: float | None
    predicted_7d_demand: float | None
    current_stock: int | None
    unit_price: float | None
    money_at_stake: float | None
    expected_units: float | None
    expected_units_p10: float | None
    expected_units_p90: float | None
    demand_p10: float | None
    demand_p90: float | None

    @classmethod
    def of(cls, stored: Document) -> Self:
        """The row from its document."""
        return cls(*(stored[field.name] for field in fields(cls)))


@dataclass(frozen=True)
class FrozenPlan:
    """A part of a recorded plan.

    Attributes:
        snapshot: The snapshot whose plan it is.
        as_of: Its day; None for a folder without a date.
        at: When it was recorded.
        campaigns: In the whole plan.
        part, parts: Which part of how many.
        rows: Of this part.
    """

    snapshot: str
    as_of: str | None
    at: str
    campaigns: int
    part: int
    parts: int
    rows: list[FrozenRow]

    @classmethod
    def of(cls, stored: Document) -> Self:
        """The part from its document."""
        return cls(
            snapshot=stored["snapshot"],
            as_of=stored["as_of"],
            at=stored["at"],
            campaigns=stored["campaigns"],
            part=stored["part"],
            parts=stored["parts"],
            rows=[FrozenRow.of(row) for row in stored["rows"]],
        )


@dataclass(frozen=True)
class Outcome:
    """A part of a plan's outcome.

    Attributes:
        sequence: Number of the entry.
        snapshot: The snapshot whose plan it is.
        as_of: Its day.
        scored_by: The snapshot whose sales scored it.
        revision: 1, more where late corrections changed it.
        part, parts: Which part of how many.
        rows: Of this part.
    """

    sequence: int
    snapshot: str
    as_of: str
    scored_by: str
    revision: int
    part: int
    parts: int
    rows: list[ScoredRow]

    @classmethod
    def of(cls, stored: Document) -> Self:
        """The part from its document."""
        return cls(
            sequence=stored["sequence"],
            snapshot=stored["snapshot"],
            as_of=stored["as_of"],
            scored_by=stored["scored_by"],
            revision=stored["revision"],
            part=stored["part"],
            parts=stored["parts"],
            rows=[ScoredRow.model_validate(row) for row in stored["rows"]],
        )


def whole_rows(parts: Sequence[FrozenPlan]) -> list[FrozenRow] | None:
    """The rows of a plan; None if it is missing or incomplete."""
    if not parts or len(parts) < parts[0].parts:
        return None
    return [row for part in parts for row in part.rows]


def last_revision(outcomes: Sequence[Outcome]) -> list[ScoredRow] | None:
    """Rows of the newest complete revision; None if there is none."""
    for revision in sorted({entry.revision for entry in outcomes}, reverse=True):
        parts = {entry.part: entry for entry in outcomes if entry.revision == revision}
        if len(parts) == next(iter(parts.values())).parts:
            return [row for number in sorted(parts) for row in parts[number].rows]
    return None
