"""The stock file that a user uploads, one line per product.

Columns: those of `inventory_state.csv` that `STOCK_COLUMNS` names; all but the code may be missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from contract.columns import INVENTORY_COLUMNS
from fleet.errors import InvalidInput
from fleet.sentences import render
from fleet.statements import Statement, statement
from inventory_svc.ledger.text_table import TextTable, read_text_table

_NUMBERS = {
    "stock": "current_stock",
    "cost": "unit_cost",
    "lead": "lead_time_days",
    "pack": "pack_size",
    "shelf_life": "shelf_life_days",
}
STOCK_COLUMNS = {
    INVENTORY_COLUMNS[name]: name for name in ("stock_code", *_NUMBERS.values(), "supplier")
}
"""Header as users write it → our name."""
_SHOWN = 5
_LIMITS: Mapping[str, tuple[float, float]] = {
    "current_stock": (0, 1e9),
    "unit_cost": (0, 1e9),
    "lead_time_days": (0, 730),
    "pack_size": (1, 1e6),
    "shelf_life_days": (1, 36_500),
}
_FRACTIONS = ("unit_cost",)
_LONGEST_SUPPLIER = 200
_LONGEST_SHOWN = 80


def read_stock_file(path: Path) -> pl.DataFrame:
    """The uploaded facts, one row per product.

    Returns:
        `stock_code` (canonical), and null where the file does not say: `current_stock` Int64
        units, `unit_cost` Float64 money per unit, `lead_time_days` Int64, `pack_size` Int64 units,
        `shelf_life_days` Int64, `supplier` String. Only whole columns may be left out for
        `current_stock`: a blank count in a file with counts is an error.

    Raises:
        InvalidInput: the file cannot be read, lacks a column, or has bad rows; `errors` lists each
            bad row by its line.
    """
    table = read_text_table(path, STOCK_COLUMNS)
    _refuse_missing_columns(table)
    rows = _typed(table.rows)
    problems = _problems(rows, counted="current_stock" in table.rows.columns)
    if problems.height:
        raise _bad_rows(problems, table)
    return rows.filter(pl.col("stock_code").is_not_null()).select(
        "stock_code",
        pl.col("stock").cast(pl.Int64).alias("current_stock"),
        pl.col("cost").round(4).alias("unit_cost"),
        pl.col("lead").cast(pl.Int64).alias("lead_time_days"),
        pl.col("pack").cast(pl.Int64).alias("pack_size"),
        pl.col("shelf_life").cast(pl.Int64).alias("shelf_life_days"),
        "supplier",
    )


def _refuse_missing_columns(table: TextTable) -> None:
    """There must be a code column and at least one other."""
    found = table.rows.columns
    if "stock_code" not in found:
        column = INVENTORY_COLUMNS["stock_code"]
        raise InvalidInput(
            statement("products_column_missing", file=table.path.name, column=column)
        )
    if len(found) == 1:
        raise InvalidInput(
            statement(
                "stock_columns_missing",
                file=table.path.name,
                columns=", ".join(list(STOCK_COLUMNS)[1:]),
            )
        )


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(None, pl.String).alias(field)
        for field in STOCK_COLUMNS.values()
        if field not in rows.columns
    ]
    return (
        rows.with_row_index("row", offset=1)
        .with_columns(*absent)
        .with_columns(pl.col("stock_code").str.to_uppercase())
        .with_columns(
            **{
                name: pl.col(text).cast(pl.Float64, strict=False).fill_nan(None)
                for name, text in _NUMBERS.items()
            }
        )
    )


def _problems(rows: pl.DataFrame, *, counted: bool) -> pl.DataFrame:
    """`row`, `rule` and `text` of rows that cannot be used.

    `rule` is a name of `_LIMITS` or the code of a statement, `text` what is wrong. A row without
    any value is no problem.
    """
    blank = pl.all_horizontal(pl.col(*STOCK_COLUMNS.values()).is_null())
    repeated = pl.col("stock_code").is_not_null() & ~pl.col("stock_code").is_first_distinct()
    endless = (pl.col("supplier").str.len_chars() > _LONGEST_SUPPLIER).fill_null(value=False)
    rules = [
        _Rule(pl.col("stock_code").is_null(), "stock_code_missing", "stock_code"),
        _Rule(repeated, "stock_code_twice", "stock_code"),
        _rule("stock", needed=counted),
        _rule("cost"),
        _rule("lead"),
        _rule("pack"),
        _rule("shelf_life"),
        _Rule(endless, "supplier_long", "supplier"),
    ]
    found = {
        name: pl.coalesce(pl.when(rule.broken).then(of(rule)) for rule in rules)
        for name, of in _COLUMNS_OF_RULES.items()
    }
    return (
        rows.with_columns(**found)
        .filter(~blank & pl.col("rule").is_not_null())
        .select("row", *found)
    )


@dataclass(frozen=True)
class _Rule:
    """Why a row is unusable because of the text in `column`."""

    broken: pl.Expr
    name: str
    column: str


_COLUMNS_OF_RULES: Mapping[str, Callable[[_Rule], pl.Expr]] = {
    "rule": lambda rule: pl.lit(rule.name),
    "text": lambda rule: pl.col(rule.column).fill_null("").str.slice(0, _LONGEST_SHOWN),
}


def _rule(number: str, *, needed: bool = False) -> _Rule:
    name, value = _NUMBERS[number], pl.col(number)
    wrong = value.is_null() | ~value.is_between(*_LIMITS[name])
    if name not in _FRACTIONS:
        wrong |= value != value.round()
    broken = wrong if needed else pl.col(name).is_not_null() & wrong
    return _Rule(broken.fill_null(value=True), name, name)


def _bad_rows(problems: pl.DataFrame, table: TextTable) -> InvalidInput:
    listed = [
        _entry(table.place(int(row)), _statement(rule, text, table.at(int(row))))
        for row, rule, text in problems.head(_SHOWN).iter_rows()
    ]
    more = problems.height - len(listed)
    sentences = [f"In {item['where']}: {item['message']}" for item in listed]
    return InvalidInput(
        statement("stock_rows_unusable", file=table.path.name, rows=problems.height),
        note=" ".join([*sentences, f"And {more} more."] if more else sentences),
        errors=listed,
    )


def _entry(where: str, wrong: Statement) -> dict[str, Any]:
    return {"where": where, "message": render(wrong), "statement": wrong.model_dump()}


def _statement(rule: str, text: str, place: Mapping[str, str | int]) -> Statement:
    if rule in _LIMITS:
        smallest, largest = _LIMITS[rule]
        whole = rule not in _FRACTIONS
        return statement(
            "stock_value_unusable",
            column=INVENTORY_COLUMNS[rule],
            text=text,
            least=smallest,
            most=largest,
            whole=whole,
            **place,
        )
    if rule == "stock_code_twice":
        return statement("stock_code_twice", product=text, **place)
    if rule == "stock_code_missing":
        return statement("stock_code_missing", **place)
    return statement("supplier_long", limit=_LONGEST_SUPPLIER, **place)
