"""Reading a ledger (CSV, Parquet, Excel) into our field names, with nothing interpreted yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from contract.ledgers import SALES_FILE
from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET, starts_with
from fleet.statements import statement
from inventory_svc.ledger.csv_file import CsvShape, csv_shape, line_number, read_text_columns
from inventory_svc.ledger.file_limits import refuse_long_texts
from inventory_svc.ledger.layouts import MAPPED, Layout, find_layout
from inventory_svc.ledger.mapping import Mapping, read_mapping, resolve
from inventory_svc.ledger.workbook import Sheet, as_table, place_in, sheets_of


@dataclass(frozen=True)
class RawLedger:
    """A ledger as it was written.

    Attributes:
        lines: `row` (UInt32, 1 = first line of data) and the layout's fields, as text from CSV and
            as stored from Parquet.
        layout: Which layout it is.
        path: Where it was read.
        shape: How the CSV is written; None for Parquet and Excel.
        date_format: As the mapping states it, else None.
        decimal_comma: Whether numbers in text have a decimal comma.
        sheets: Of the workbook it is; its numbers and dates are cells, which no mapping words.
    """

    lines: pl.DataFrame
    layout: Layout
    path: Path
    shape: CsvShape | None
    date_format: str | None = None
    decimal_comma: bool = False
    sheets: tuple[Sheet, ...] = ()

    def at(self, row: int) -> dict[str, str | int]:
        """Where data row `row` (from 1) stands: `line` of a CSV, `row` of others, `sheet`."""
        if self.shape is None:
            return place_in(self.sheets, row)
        return {"line": line_number(self.path, self.shape, row)}


def read_ledger(source: Path, mapping: Path | None) -> RawLedger:
    """Read `source` (a CSV, Parquet or Excel file, or a folder that holds `transactions.parquet`).

    Raises:
        InvalidInput: it is missing, empty, damaged, or lacks a column; the sentence says what
            to do.
    """
    path = source / SALES_FILE if source.is_dir() else source
    column_mapping = read_mapping(mapping) if mapping else None
    with as_table(path) as table:
        if starts_with(table) == PARQUET:
            return _read_parquet(table, path, column_mapping)
    if path.suffix.lower() in {".parquet", ".pq"}:
        raise InvalidInput(statement("file_no_parquet", file=path.name))
    return _read_csv(path, column_mapping)


def headers_of(path: Path) -> list[str]:
    """Column names of a CSV, Parquet or Excel file, as they are written.

    Raises:
        InvalidInput: it is missing, empty or damaged.
    """
    with as_table(path) as table:
        return parquet_headers(table) if starts_with(table) == PARQUET else csv_shape(table)[1]


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Columns of a Parquet file.

    Raises:
        InvalidInput: the file is cut off or damaged, or its texts are more than is read.
    """
    try:
        table = pl.read_parquet(path, columns=list(columns) if columns else None, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _cut_off(path, error) from None
    refuse_long_texts(table, path.name)
    return table


def parquet_headers(path: Path) -> list[str]:
    """Column names of a Parquet file; errors as `read_parquet`."""
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _cut_off(path, error) from None


def _cut_off(path: Path, error: Exception) -> InvalidInput:
    reason = str(error).split("\n", 1)[0].rstrip(".")
    return InvalidInput(
        statement("file_cut_off", file=path.name),
        note=f"It cannot be read as Parquet: {reason}.",
    )


def _read_parquet(table: Path, path: Path, mapping: Mapping | None) -> RawLedger:
    """Of a workbook, `table` is what was in its cells, and `path` where it lies."""
    layout, columns = _columns(parquet_headers(table), mapping, path)
    frame = read_parquet(table, list(dict.fromkeys(columns.values())))
    lines = frame.select(pl.col(header).alias(field) for field, header in columns.items())
    return replace(_raw(lines, layout, path, None, mapping), sheets=sheets_of(table))


def _read_csv(path: Path, mapping: Mapping | None) -> RawLedger:
    shape, headers = csv_shape(path)
    layout, columns = _columns(headers, mapping, path)
    positions = sorted({headers.index(header) for header in columns.values()})
    frame = read_text_columns(path, shape, positions)
    by_header = {headers[at]: name for at, name in zip(positions, frame.columns, strict=True)}
    lines = frame.select(
        pl.col(by_header[header]).alias(field) for field, header in columns.items()
    )
    return _raw(lines, layout, path, shape, mapping)


def _raw(
    lines: pl.DataFrame, layout: Layout, path: Path, shape: CsvShape | None, mapping: Mapping | None
) -> RawLedger:
    if lines.is_empty():
        raise InvalidInput(statement("file_no_lines", file=path.name))
    return RawLedger(
        lines.with_row_index("row", offset=1),
        layout,
        path,
        shape,
        mapping.date_format if mapping else None,
        mapping.decimal_comma if mapping else False,
    )


def _columns(
    headers: list[str], mapping: Mapping | None, path: Path
) -> tuple[Layout, dict[str, str]]:
    if mapping is None:
        return find_layout(headers, path.name)
    return MAPPED, resolve(mapping, headers, path.name)
