"""Refusing a stock file, with a list of bad rows by line."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from contract.columns import INVENTORY_COLUMNS
from fleet.errors import InvalidInput
from fleet.sentences import render
from fleet.statements import Statement, statement
from inventory_svc.ledger.text_table import TextTable
from inventory_svc.ledger.tolerance import is_too_many
from inventory_svc.stock.stock_numbers import FRACTIONS, LIMITS

LONGEST_SUPPLIER: Final = 200
_SHOWN = 5
_LONGEST_SHOWN = 80
_BAD_ROWS = {"row": pl.UInt32, "rule": pl.String, "text": pl.String}


def refuse_problems(
    rows: pl.DataFrame, problems: Mapping[str, pl.Series], table: TextTable
) -> None:
    """Refuse an unusable file.

    Args:
        rows: `row`, `stock_code` (upper case), `supplier`, `location`.
        problems: By column name, whether each row's cell is unusable.
        table: The file as read.

    Raises:
        InvalidInput: a product occurs twice in one location, a supplier is too long, or too many
            cells of a column are unusable.
    """
    bad = pl.concat(
        [_repeated_products(rows), _long_suppliers(rows), *_cells(rows, problems, table)]
    )
    if bad.height:
        raise _bad_rows(bad.sort("row"), table)


def _repeated_products(rows: pl.DataFrame) -> pl.DataFrame:
    """Lines whose product already occurs on an earlier line of the same location."""
    key = pl.struct("stock_code", "location")
    repeated = pl.col("stock_code").is_not_null() & ~key.is_first_distinct()
    return _found(rows, repeated, "stock_code_twice", "stock_code")


def _long_suppliers(rows: pl.DataFrame) -> pl.DataFrame:
    endless = pl.col("supplier").str.len_chars() > LONGEST_SUPPLIER
    return _found(rows, endless, "supplier_long", "supplier")


def _cells(
    rows: pl.DataFrame, problems: Mapping[str, pl.Series], table: TextTable
) -> list[pl.DataFrame]:
    """The unusable cells of columns that have too many."""
    failing = [
        name
        for name, bad in problems.items()
        if is_too_many(bad, rows.height - rows[name].null_count())
    ]
    written = rows.select("row").with_columns(table.rows.select(failing))
    return [_found(written, pl.lit(problems[name]), name, name) for name in failing]


def _found(rows: pl.DataFrame, rule: pl.Expr, name: str, column: str) -> pl.DataFrame:
    text = pl.col(column).fill_null("").str.slice(0, _LONGEST_SHOWN)
    found = rows.filter(rule).select("row", rule=pl.lit(name), text=text)
    return found.cast(_BAD_ROWS)  # pyright: ignore[reportArgumentType] - polars takes a schema here


def _bad_rows(problems: pl.DataFrame, table: TextTable) -> InvalidInput:
    listed = [
        _entry(table.place(int(row)), _statement(rule, text, table.at(int(row))))
        for row, rule, text in problems.head(_SHOWN).iter_rows()
    ]
    more = problems.height - len(listed)
    sentences = [f"In {item['where']}: {item['message']}" for item in listed]
    return InvalidInput(
        statement("stock_rows_unusable", file=table.path.name, rows=problems["row"].n_unique()),
        note=" ".join([*sentences, f"And {more} more."] if more else sentences),
        errors=listed,
    )


def _entry(where: str, wrong: Statement) -> dict[str, object]:
    return {"where": where, "message": render(wrong), "statement": wrong.model_dump()}


def _statement(rule: str, text: str, place: Mapping[str, str | int]) -> Statement:
    if rule in LIMITS:
        smallest, largest = LIMITS[rule]
        return statement(
            "stock_value_unusable",
            column=INVENTORY_COLUMNS[rule],
            text=text,
            least=smallest,
            most=largest,
            whole=rule not in FRACTIONS,
            **place,
        )
    if rule == "stock_code_twice":
        return statement("stock_code_twice", product=text, **place)
    return statement("supplier_long", limit=LONGEST_SUPPLIER, **place)
