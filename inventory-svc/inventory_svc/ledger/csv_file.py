"""Reading exported CSV files: detects encoding, delimiter and header row; values stay text."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.csv_records import (
    LONGEST_FIELD,
    CsvShape,
    count_records,
    read_records,
    records_of,
)
from inventory_svc.ledger.encodings import encoding_of, is_utf8, open_text
from inventory_svc.ledger.header_row import HEADER_SEARCH_ROWS, TableHint, find_header, layout_hint

_DELIMITERS = ",;\t|"
_STATED_DELIMITER = re.compile(r'^\s*"?sep=(.)"?\s*$')
_HEAD_CHARACTERS = 1 << 18


@dataclass(frozen=True)
class _Head:
    """The first rows of a file, split by one delimiter."""

    delimiter: str
    rows: list[list[str]]
    starts: list[int]
    at: int
    score: int

    @property
    def headers(self) -> list[str]:
        return self.rows[self.at] if self.rows else []


def csv_shape(path: Path, hint: TableHint | None = None) -> tuple[CsvShape, list[str]]:
    """The format of a CSV file, and its headers.

    Args:
        path: The file.
        hint: Column names to look for; those of the known sales layouts by default.

    Raises:
        InvalidInput: the file isn't text, or starts with a blank line instead of a header row.
    """
    encoding = encoding_of(path)
    with open_text(path, encoding) as file:
        lines = _first_lines(file)
    stated = _STATED_DELIMITER.match(lines[0]) if lines else None
    skipped = 1 if stated else 0
    delimiters = stated[1] if stated else _DELIMITERS
    heads = [_cut(lines[skipped:], mark, hint or layout_hint()) for mark in delimiters]
    head = max(heads, key=lambda head: (head.score, *_width(head, lines[skipped:])))
    if not head.headers or not any(cell.strip() for cell in head.headers):
        raise InvalidInput(statement("file_blank_start", file=path.name))
    return CsvShape(encoding, head.delimiter, skipped + head.starts[head.at]), head.headers


def _first_lines(file: TextIO) -> list[str]:
    text = file.read(_HEAD_CHARACTERS)
    lines = io.StringIO(text, newline="").readlines()
    return lines[: 2 * HEADER_SEARCH_ROWS]


def _cut(lines: Sequence[str], delimiter: str, hint: TableHint) -> _Head:
    csv.field_size_limit(LONGEST_FIELD)
    rows: list[list[str]] = []
    starts: list[int] = []
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 0
    for row in islice(reader, HEADER_SEARCH_ROWS):
        rows.append(row)
        starts.append(begins)
        begins = reader.line_num
    at = find_header(rows, hint)
    return _Head(delimiter, rows, starts, at, hint.score(rows[at]) if rows else 0)


def _width(head: _Head, lines: Sequence[str]) -> tuple[int, int]:
    """The number of header fields, if most of the first lines have as many; breaks ties."""
    fields = len(head.headers)
    alike = sum(len(row) == fields for row in head.rows[head.at :])
    steady = alike * 2 >= len(head.rows) - head.at
    return (fields if steady else 0, lines[0].count(head.delimiter) if lines else 0)


def read_text_columns(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame:
    """Columns `positions` of a CSV, all as text (blank = null), named `column_1` and so on.

    Raises:
        InvalidInput: the file is malformed.
    """
    counts = count_records(path, shape)
    if counts.regular:
        frame = _read_with_polars(path, shape, positions)
        if frame is not None and frame.height == counts.records:
            return frame
    return read_records(path, shape, positions, counts)


def _read_with_polars(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame | None:
    """The columns, or None for what polars rejects, such as an unquoted `12" ruler`."""
    try:
        return pl.read_csv(
            path if is_utf8(shape.encoding) else _as_utf8(path, shape.encoding),
            separator=shape.delimiter,
            has_header=False,
            skip_lines=shape.skipped,
            infer_schema=False,
            columns=list(positions),
        ).slice(1)
    except pl.exceptions.NoDataError:
        raise InvalidInput(statement("file_empty", file=path.name)) from None
    except pl.exceptions.PolarsError:
        return None


def _as_utf8(path: Path, encoding: str) -> io.BytesIO:
    with open_text(path, encoding) as file:
        return io.BytesIO(file.read().encode())


def line_number(path: Path, shape: CsvShape, record: int) -> int:
    """The physical line on which data record `record` (from 1) begins, counting quoted newlines."""
    counts = count_records(path, shape)
    records = records_of(path, shape, line_by_line=counts.line_by_line)
    return next(islice(records, record, None)).line
