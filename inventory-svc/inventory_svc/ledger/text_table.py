"""Small tables uploaded with the ledger (CSV, Parquet, Excel), as trimmed text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET, starts_with
from fleet.statements import statement
from inventory_svc.ledger.csv_file import CsvShape, csv_shape, line_number, read_text_columns
from inventory_svc.ledger.layouts import plain, shown
from inventory_svc.ledger.reading import parquet_headers, read_parquet
from inventory_svc.ledger.workbook import Sheet, as_table, place_in, sheets_of


@dataclass(frozen=True)
class TextTable:
    """The wanted columns of a file, under our names; blank is null.

    Attributes:
        rows: All text, in the order of the file.
        path: Where it was read.
        shape: How the CSV is written; None for Parquet and Excel.
        sheets: Of the workbook it is.
    """

    rows: pl.DataFrame
    path: Path
    shape: CsvShape | None
    sheets: tuple[Sheet, ...] = ()

    def at(self, row: int) -> dict[str, str | int]:
        """Where data row `row` (from 1) stands: `line` of a CSV, `row` of others, `sheet`."""
        if self.shape is None:
            return place_in(self.sheets, row)
        return {"line": line_number(self.path, self.shape, row)}

    def place(self, row: int) -> str:
        """The same for a sentence: `line 17`, `row 16`, `sheet 2010, row 16`."""
        return ", ".join(f"{name} {place}" for name, place in self.at(row).items())


def read_text_table(path: Path, columns: Mapping[str, str]) -> TextTable:
    """Columns of `path`.

    Args:
        path: A CSV, Parquet or Excel file.
        columns: Header as users write it (case and blanks don't matter) → our name.

    Raises:
        InvalidInput: the file cannot be read, or has none of the columns.
    """
    with as_table(path) as table:
        frame, headers, shape, sheets = _read(table)
    at = {plain(header): index for index, header in enumerate(headers)}
    found = {name: at[plain(header)] for header, name in columns.items() if plain(header) in at}
    if not found:
        raise InvalidInput(
            statement("table_unknown", file=path.name, wanted=", ".join(columns), **shown(headers))
        )
    trimmed = frame.select(
        frame.to_series(index).cast(pl.String).str.strip_chars().alias(name)
        for name, index in found.items()
    )
    blank = trimmed.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return TextTable(blank, path, shape, sheets)


def _read(
    table: Path,
) -> tuple[pl.DataFrame, list[str], CsvShape | None, tuple[Sheet, ...]]:
    if starts_with(table) == PARQUET:
        return read_parquet(table), parquet_headers(table), None, sheets_of(table)
    shape, headers = csv_shape(table)
    return read_text_columns(table, shape, range(len(headers))), headers, shape, ()
