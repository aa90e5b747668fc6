"""Parsing the numbers of a stock file, and finding unusable cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.numbers import NumberColumn, decimal_marks, read_numbers
from inventory_svc.ledger.text_table import TextTable

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "current_stock": (0, 1e9),
    "unit_cost": (0, 1e9),
    "lead_time_days": (0, 730),
    "pack_size": (1, 1e6),
    "shelf_life_days": (1, 36_500),
}
FRACTIONS: Final = ("unit_cost",)
NUMBERS: Final = tuple(LIMITS)


@dataclass(frozen=True)
class StockNumbers:
    """The numbers of all lines.

    Attributes:
        columns: Float64 under our names; null where a cell is blank or unusable.
        problems: By name, whether each line's cell is unusable.
        notes: See `stock_file.StockFile`.
    """

    columns: list[pl.Series]
    problems: Mapping[str, pl.Series]
    notes: dict[str, int]


def numbers_of(table: TextTable) -> StockNumbers:
    """Parse the numbers of a stock file; negative counts become 0, fractional ones are allowed.

    Raises:
        InvalidInput: the decimal mark of a column is ambiguous.
    """
    texts = {name: table.rows[name] for name in NUMBERS if name in table.rows.columns}
    marks = decimal_marks(texts.values())
    found = {name: read_numbers(text, marks=marks) for name, text in texts.items()}
    for name, column in found.items():
        _refuse_ambiguous(name, column, texts[name], table)
    used = {name: _usable_values(name, column) for name, column in found.items()}
    problems = {name: used[name].is_null() & texts[name].is_not_null() for name in found}
    absent = [
        pl.Series(name, [None], pl.Float64).new_from_index(0, table.rows.height)
        for name in NUMBERS
        if name not in found
    ]
    return StockNumbers([*used.values(), *absent], problems, _notes(found, texts, problems))


def _usable_values(name: str, column: NumberColumn) -> pl.Series:
    """The usable values: within the limits, and whole unless fractions are allowed."""
    least, most = LIMITS[name]
    value = pl.col("value")
    counted = pl.when(value.is_finite()).then(value.clip(lower_bound=least))
    used = counted if name == "current_stock" else value
    whole = pl.lit(value=name in {*FRACTIONS, "current_stock"}) | (value == value.round())
    usable = whole & used.is_between(least, most)
    frame = column.values.to_frame("value").select(pl.when(usable).then(used).alias(name))
    return frame.to_series()


def _notes(
    found: Mapping[str, NumberColumn],
    texts: Mapping[str, pl.Series],
    problems: Mapping[str, pl.Series],
) -> dict[str, int]:
    unreadable = sum(int(bad.sum()) for bad in problems.values())
    if "current_stock" not in found:
        return {"unreadable": unreadable}
    counts = found["current_stock"].values
    return {
        "negative": int((counts < 0).sum()),
        "rounded_down": int((counts.is_finite() & (counts != counts.round())).sum()),
        "blank": texts["current_stock"].null_count(),
        "unreadable": unreadable,
    }


def _refuse_ambiguous(name: str, column: NumberColumn, text: pl.Series, table: TextTable) -> None:
    if column.ambiguous is None:
        return
    at = (text == column.ambiguous).arg_max() or 0
    raise InvalidInput(
        statement(
            "number_ambiguous",
            file=table.path.name,
            column=name,
            text=column.ambiguous,
            **table.at(at + 1),
        ),
        note="Write one value of the column with two decimals, such as 12.50 or 12,50.",
    )
