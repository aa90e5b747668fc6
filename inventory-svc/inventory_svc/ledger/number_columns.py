"""Parsing the number columns of a ledger."""

from collections.abc import Sequence

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.numbers import Mark, NumberColumn, decimal_marks, read_numbers
from inventory_svc.ledger.reading import RawLedger
from inventory_svc.ledger.tolerance import is_too_many, refuse

_NUMBER_CELL_MARKS: frozenset[Mark] = frozenset({"."})
_NEEDED = ("quantity", "unit_price", "line_total", "line_discount", "goods_total")
"""Fields that the units or revenue of a line depend on."""


def number_columns(
    lines: pl.DataFrame, fields: Sequence[str], raw: RawLedger
) -> tuple[dict[str, pl.Series], list[list[pl.Expr]]]:
    """The number columns among `fields`, and the unreadable cells of those that sums need.

    Returns:
        Float64 by field, null where blank or unreadable; and for each field that sums need
        with unreadable cells, expressions that set `bad_field` and `bad_text` of the lines.

    Raises:
        InvalidInput: too many cells of a column aren't numbers, or its decimal mark is ambiguous.
    """
    numbers: dict[str, pl.Series] = {}
    marks: list[list[pl.Expr]] = []
    counted = lines["verdict"].is_null()
    texts = {
        field: lines[field].zip_with(counted, pl.Series([None], dtype=pl.String))
        for field in fields
        if lines.schema.get(field) == pl.String
    }
    for field in (field for field in fields if field in lines.columns):
        if field not in texts:
            numbers[field] = _stored(lines[field], field, raw)
            continue
        found = _read(texts[field], texts, raw)
        _refuse(found, texts[field], field, lines, raw)
        numbers[field] = found.values
        if field in _NEEDED and found.unreadable.any():
            marks.append(_marks(found, texts[field], field))
    return numbers, marks


def _stored(column: pl.Series, field: str, raw: RawLedger) -> pl.Series:
    if not (column.dtype.is_numeric() or column.dtype == pl.Null):
        raise InvalidInput(
            statement("numbers_stored_otherwise", file=raw.path.name, column=field),
            note=f"It is stored as {column.dtype}.",
        )
    return column.cast(pl.Float64).fill_nan(None)


def _read(text: pl.Series, texts: dict[str, pl.Series], raw: RawLedger) -> NumberColumn:
    """Use the other columns only if this one doesn't settle its decimal mark."""
    stated = raw.mapping.decimal
    found = read_numbers(text, stated=stated)
    if found.ambiguous is None:
        return found
    marks = decimal_marks(texts.values())
    if raw.sheets:
        marks |= _NUMBER_CELL_MARKS
    return read_numbers(text, stated=stated, marks=marks)


def _refuse(
    found: NumberColumn, text: pl.Series, field: str, lines: pl.DataFrame, raw: RawLedger
) -> None:
    if found.ambiguous is not None:
        at = (text == found.ambiguous).arg_max() or 0
        raise InvalidInput(
            statement(
                "number_ambiguous",
                file=raw.path.name,
                column=field,
                text=found.ambiguous,
                **raw.at(int(lines["row"][at])),
            ),
            note='Set the decimal mark in a mapping file: [format] decimal = "," or ".".',
        )
    counted = lines["verdict"].is_null()
    if is_too_many(
        found.unreadable.filter(counted), found.values.len() - found.values.null_count()
    ):
        at = found.unreadable.arg_max() or 0
        sentence = statement(
            "number_unreadable",
            file=raw.path.name,
            column=field,
            text=text[at],
            **raw.at(int(lines["row"][at])),
        )
        raise refuse(sentence, "", int(found.unreadable.sum()), text.len())


def _marks(found: NumberColumn, text: pl.Series, field: str) -> list[pl.Expr]:
    """Record a line's first unreadable field; the total of an order's goods concerns all of it."""
    unreadable = pl.lit(found.unreadable)
    if field == "goods_total":
        order = pl.col("order_id")
        unreadable = order.is_in(order.filter(unreadable).unique().implode())
    first = unreadable & pl.col("bad_field").is_null()
    return [
        pl.when(first).then(pl.lit(text)).otherwise("bad_text").alias("bad_text"),
        pl.when(first).then(pl.lit(field)).otherwise("bad_field").alias("bad_field"),
    ]
