"""Small tables uploaded along with the ledger (CSV, Parquet, Excel), as trimmed text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET, starts_with
from fleet.statements import statement
from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.csv_file import csv_shape, line_number, read_text_columns
from inventory_svc.ledger.csv_records import CsvShape
from inventory_svc.ledger.header_row import TableHint
from inventory_svc.ledger.layouts import header_values, plain
from inventory_svc.ledger.mapping import mapped_header
from inventory_svc.ledger.reading import parquet_headers, read_parquet
from inventory_svc.ledger.workbook import Sheet, as_table, place_in, sheets_of

Spellings = Mapping[str, Sequence[str]]
"""Our name → headers as users write them; messages use the first one."""


@dataclass(frozen=True)
class TextTable:
    """The requested columns of a file, under our names; blank is null.

    Attributes:
        rows: All text, in the order of the file.
        path: The file.
        shape: Format of the CSV; None for Parquet and Excel.
        sheets: The sheets read, if it is a workbook.
        headers: Our name → the file's header.
    """

    rows: pl.DataFrame
    path: Path
    shape: CsvShape | None
    sheets: tuple[Sheet, ...] = ()
    headers: Mapping[str, str] | None = None

    def at(self, row: int) -> dict[str, str | int]:
        """Location of data row `row` (from 1): `line` of a CSV, else `row` (and `sheet`)."""
        if self.shape is None:
            return place_in(self.sheets, row)
        return {"line": line_number(self.path, self.shape, row)}

    def place(self, row: int) -> str:
        """The location as text: `line 17`, `row 16`, `sheet 2010, row 16`."""
        return ", ".join(f"{name} {place}" for name, place in self.at(row).items())


def read_text_table(
    path: Path, spellings: Spellings, stated: Mapping[str, str] | None = None
) -> TextTable:
    """Read the known columns of a file.

    Args:
        path: A CSV, Parquet or Excel file.
        spellings: The known columns (case, whitespace and punctuation don't matter).
        stated: Our name → header, as stated by a mapping; takes precedence.

    Raises:
        InvalidInput: the file can't be read, has none of the columns, or lacks a stated one.
    """
    hint = table_hint(spellings, stated)
    with as_table(path, hint) as table:
        frame, headers, shape, sheets = _read(table, hint)
    found = find_columns(headers, spellings, stated, path.name)
    if not found:
        titles = ", ".join(spelled[0] for spelled in spellings.values())
        raise InvalidInput(
            statement("table_unknown", file=path.name, expected=titles, **header_values(headers))
        )
    rows = frame.select(
        trimmed(pl.lit(frame.to_series(headers.index(header))).cast(pl.String)).alias(name)
        for name, header in found.items()
    )
    return TextTable(rows, path, shape, sheets, found)


def table_hint(spellings: Spellings, stated: Mapping[str, str] | None = None) -> TableHint:
    """Column names that identify the header row and the sheet."""
    known = [spelling for spelled in spellings.values() for spelling in spelled]
    return TableHint.columns([*known, *(stated or {}).values()])


def find_columns(
    headers: Sequence[str], spellings: Spellings, stated: Mapping[str, str] | None, file: str
) -> dict[str, str]:
    """Our name → the file's header; of several spellings, the first in the list is used.

    Raises:
        InvalidInput: a stated column is missing.
    """
    by_plain: dict[str, str] = {}
    for header in headers:
        by_plain.setdefault(plain(header), header)
    found: dict[str, str] = {}
    for name, spelled in spellings.items():
        if stated and name in stated:
            found[name] = mapped_header(name, stated[name], headers, file)
            continue
        known = [by_plain[plain(spelling)] for spelling in spelled if plain(spelling) in by_plain]
        free = [header for header in known if header not in (stated or {}).values()]
        found |= {name: free[0]} if free else {}
    return found


def _read(
    table: Path, hint: TableHint
) -> tuple[pl.DataFrame, list[str], CsvShape | None, tuple[Sheet, ...]]:
    if starts_with(table) == PARQUET:
        return read_parquet(table), parquet_headers(table), None, sheets_of(table)
    shape, headers = csv_shape(table, hint)
    return read_text_columns(table, shape, range(len(headers))), headers, shape, ()
