"""Parsing numbers as people write them: `1.234,50 €`, `(3)`, `-$12.50`, `2 pcs`, `1'500.00`, `7-`.

The decimal mark is determined per column. Most values settle it: `12,50` and `1.0` have a decimal
mark; in `1.234,50` and `1.234.567` the other mark separates thousands. A value such as `12.500`
has two readings. They are decided by, in this order,

1. the other values of the column;
2. the mark that the mapping states;
3. the other columns of the file (see `decimal_marks`): no file uses a mark in two roles, and in a
   file with decimal points a comma separates thousands. In a file with decimal commas a point
   proves nothing, since programs write numbers with points into any file.

If none of these decides, the column is ambiguous and the user has to state the mark. So it is if
the values of a column contradict each other, as `7.25` and `3,5` do about `1.250`.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.cells.distinct import VALUE, map_distinct

Mark = Literal[".", ","]
_MARKS: Final[tuple[Mark, Mark]] = (".", ",")
_OTHER: Final[dict[Mark, Mark]] = {".": ",", ",": "."}

_CURRENCY = r"(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}|(?i:kr|zł|kč|ft|lei|fr|rs|euros?|dollars?)\.?)"
_UNIT = (
    r"(?i:x|pcs?|pce|pces|pieces?|st|stk|stck|stück|stueck|units?|un|uds?|ea|each|szt|pz|pezzi|"
    r"pièces?|stuks?|ks|kg|g|gr|lbs?|oz|l|ltr|ml|m|cm|box|boxes|packs?)\.?"
)
_GAP = "[\\s'\u2019]"  # a straight or a curly apostrophe
_DIGITS = rf"(\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*[.,]?|[.,]\d+)"
_SIGN = "[-+\u2212\u2013]"  # also the Unicode minus and the en dash
_WRITTEN = (
    rf"^\(?\s*{_SIGN}?\s*{_CURRENCY}?\s*{_SIGN}?\s*{_DIGITS}\s*"
    rf"(?:{_CURRENCY}|{_UNIT})?\s*{_SIGN}?\s*\)?$"
)
_MINUS = "[-\u2212\u2013]|^\\("
_EITHER = r"^[1-9]\d{0,2}[.,]\d{3}$"
_EITHER_SIGNED = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
_ONE_MARK = r"^\d*[.,]\d*$"
_GROUPS: Final[dict[Mark, str]] = {
    ".": r"^\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d*)?$",
    ",": r"^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$",
}
"""Numbers with grouped thousands, by the mark between the groups."""
_GRAMS = r"(?i)\d\s*(g|gr|ml)\.?\)?$"
_KILOGRAMS = r"(?i)\d\s*(kg|l|ltr)\.?\)?$"
_NUMERAL = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^(?i:[+-]?inf(?:inity)?)$"
"""Numbers as programs write them, where only the role of a point is in question."""


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers.

    Attributes:
        values: Float64; null where the cell is blank or unreadable.
        unreadable: Whether a cell holds something other than a number.
        ambiguous: A value with two readings that nothing decides between; else None.
    """

    values: pl.Series
    unreadable: pl.Series
    ambiguous: str | None = None


def decimal_marks(columns: Iterable[pl.Series]) -> frozenset[Mark]:
    """The marks that are certainly decimal in one of the text columns."""
    marks: set[Mark] = set()
    for column in columns:
        marks |= _Evidence.of(_marked(column)).decimal
    return frozenset(marks)


def read_numbers(
    column: pl.Series, *, stated: Mark | None = None, marks: AbstractSet[Mark] = frozenset()
) -> NumberColumn:
    """Parse a column of text.

    Args:
        column: The raw text.
        stated: The decimal mark stated by the mapping.
        marks: The decimal marks found in the file's columns (see `decimal_marks`).
    """
    if (plain := _plain_numbers(column)) is not None:
        return NumberColumn(plain, pl.repeat(False, column.len(), dtype=pl.Boolean, eager=True))
    evidence = _Evidence.of(_marked(column))
    thousands: dict[Mark, bool] = {}
    ambiguous = None
    for mark, example in evidence.undecided.items():
        separates = evidence.separates(mark, stated, marks)
        ambiguous = example if separates is None else ambiguous
        thousands[mark] = bool(separates)
    number = _number(thousands, _scale(column))
    blank = trimmed(VALUE).is_null()
    values, unreadable = map_distinct(
        column, values=number.fill_nan(None), unreadable=number.is_null() & ~blank
    )
    return NumberColumn(values, unreadable, ambiguous)


def _plain_numbers(column: pl.Series) -> pl.Series | None:
    """The numbers, if all are in program notation and no point can separate thousands."""
    numbers = column.cast(pl.Float64, strict=False)
    if numbers.null_count() != column.null_count():
        return None
    pointed = column.unique().drop_nulls().to_frame("value").filter(VALUE.str.contains(r"\."))
    plain = pointed.select((~VALUE.str.contains(_EITHER_SIGNED)).any()).item()
    return numbers.fill_nan(None) if plain or pointed.is_empty() else None


def _marked(column: pl.Series) -> pl.DataFrame:
    """Distinct values with a mark: `value`, and `digits` without sign, currency and unit."""
    distinct = column.unique().drop_nulls().to_frame("value")
    return distinct.filter(VALUE.str.contains_any([*_MARKS])).select(
        "value", digits=VALUE.str.strip_chars().str.extract(_WRITTEN)
    )


@dataclass(frozen=True)
class _Evidence:
    """What a column's values reveal about its marks; `undecided` holds an example per mark."""

    decimal: frozenset[Mark]
    thousands: frozenset[Mark]
    undecided: dict[Mark, str]

    @classmethod
    def of(cls, marked: pl.DataFrame) -> "_Evidence":
        digits = pl.col("digits")
        spaced = digits.str.contains(_GAP)
        decimal, thousands, undecided = set[Mark](), set[Mark](), dict[Mark, str]()
        for mark in _MARKS:
            has = digits.str.contains(mark, literal=True)
            either = has & digits.str.contains(_EITHER)
            single = has & digits.str.contains(_ONE_MARK) & ~either
            grouped = has & ~either & digits.str.contains(_GROUPS[mark])
            both = grouped & digits.str.contains(_OTHER[mark], literal=True)
            facts = marked.select(
                single=(single | (spaced & has)).any(),
                grouped=(grouped & ~single).any(),
                both=both.any(),
                either=VALUE.filter(either).min(),
            ).row(0, named=True)
            decimal |= {mark} if facts["single"] else set()
            decimal |= {_OTHER[mark]} if facts["both"] else set()
            thousands |= {mark} if facts["grouped"] else set()
            undecided |= {mark: facts["either"]} if facts["either"] is not None else {}
        return cls(frozenset(decimal), frozenset(thousands), undecided)

    def separates(self, mark: Mark, stated: Mark | None, file: AbstractSet[Mark]) -> bool | None:
        """Whether `mark` separates thousands in values with two readings; None if undecided."""
        other = _OTHER[mark]
        separated = mark in self.thousands or other in self.decimal
        decimal = mark in self.decimal or other in self.thousands
        if separated != decimal:
            return separated
        if stated is not None:
            return mark != stated
        if separated:
            return None
        if mark in file:
            return False
        return True if mark == "," and other in file else None


def _number(thousands: dict[Mark, bool], scale: pl.Expr | None) -> pl.Expr:
    """Float64 of the trimmed text; null if it isn't a number."""
    text = VALUE.str.strip_chars()
    digits = text.str.extract(_WRITTEN)
    bare = digits.str.replace_all(_GAP, "")
    plain = pl.when(bare.str.contains(_ONE_MARK)).then(bare.str.replace(",", ".", literal=True))
    for mark in _MARKS:
        if thousands.get(mark):
            both = bare.str.contains(_EITHER) & bare.str.contains(mark, literal=True)
            plain = (
                pl.when(both).then(bare.str.replace_all(mark, "", literal=True)).otherwise(plain)
            )
    for mark in _MARKS:
        grouped = bare.str.contains(_GROUPS[mark]) & ~bare.str.contains(_ONE_MARK)
        point = bare.str.replace_all(mark, "", literal=True).str.replace(",", ".", literal=True)
        plain = pl.when(grouped).then(point).otherwise(plain)
    whole = bare.str.contains(r"^\d+$")
    size = pl.when(whole).then(bare).otherwise(plain).cast(pl.Float64, strict=False)
    signed = pl.when(text.str.contains(_MINUS)).then(-size).otherwise(size)
    numeral = text.str.contains(_NUMERAL) & ~pl.lit(value=bool(thousands.get(".")))
    read = pl.when(numeral).then(text.cast(pl.Float64, strict=False)).otherwise(signed)
    return read if scale is None else read * scale


def _scale(column: pl.Series) -> pl.Expr | None:
    """Grams as kilograms and millilitres as litres in a column that has both; else None."""
    facts = column.to_frame("value").select(
        small=VALUE.str.contains(_GRAMS).any(), large=VALUE.str.contains(_KILOGRAMS).any()
    )
    if facts.row(0) != (True, True):
        return None
    return pl.when(VALUE.str.strip_chars().str.contains(_GRAMS)).then(0.001).otherwise(1.0)
