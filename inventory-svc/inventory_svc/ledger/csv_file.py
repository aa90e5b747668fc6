"""Reading exported CSV files: detects encoding, delimiter and header row; values stay text."""

import csv
import io
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.encodings import encoding_of, is_utf8
from inventory_svc.ledger.header_row import HEADER_SEARCH_ROWS, TableHint, find_header, layout_hint

_DELIMITERS = ",;\t|"
_BATCH = 50_000
_LONGEST_FIELD = 1 << 30  # an unclosed quote makes the rest of the file one field
_STATED_DELIMITER = re.compile(r'^\s*"?sep=(.)"?\s*$')
_HEAD_CHARACTERS = 1 << 18


@dataclass(frozen=True)
class CsvShape:
    """The format of a CSV file.

    Attributes:
        encoding: Python's name of it.
        delimiter: Separates the fields.
        skipped: Lines above the header row.
    """

    encoding: str
    delimiter: str
    skipped: int = 0


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
    with path.open(encoding=encoding, errors="replace", newline="") as file:
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
    csv.field_size_limit(_LONGEST_FIELD)
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
        return _read_with_csv_module(path, shape, positions)


def _as_utf8(path: Path, encoding: str) -> io.BytesIO:
    return io.BytesIO(path.read_text(encoding, "replace").encode())


def line_number(path: Path, shape: CsvShape, record: int) -> int:
    """The physical line on which data record `record` (from 1) begins, counting quoted newlines."""
    with path.open(encoding=shape.encoding, errors="replace", newline="") as file:
        _skip_titles(file, shape)
        reader = csv.reader(file, delimiter=shape.delimiter)
        for _ in range(record):
            next(reader, None)
        return shape.skipped + reader.line_num + 1


def _skip_titles(file: TextIO, shape: CsvShape) -> None:
    csv.field_size_limit(_LONGEST_FIELD)
    for _ in range(shape.skipped):
        file.readline()


def _read_with_csv_module(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame:
    """Read record by record what polars rejects, such as an unquoted `12" ruler`."""
    schema = [(f"column_{position + 1}", pl.String) for position in positions]
    records = _records(path, shape)
    frames = [pl.DataFrame(schema=schema)]
    while batch := list(islice(records, _BATCH)):
        rows = [[(record[at] or None) if record else None for at in positions] for record in batch]
        frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return pl.concat(frames)


def _records(path: Path, shape: CsvShape) -> Generator[list[str]]:
    """The records below the header; a blank line is an empty record.

    Raises:
        InvalidInput: a record has more or fewer fields than the header, also because of an
            unclosed quote; the message names its line.
    """
    with path.open(encoding=shape.encoding, errors="replace", newline="") as file:
        _skip_titles(file, shape)
        reader = csv.reader(file, delimiter=shape.delimiter)
        width = len(next(reader))
        begins = shape.skipped + reader.line_num + 1
        for record in reader:
            if record and len(record) != width:
                raise InvalidInput(
                    statement(
                        "line_fields", file=path.name, line=begins, fields=len(record), header=width
                    )
                )
            begins = shape.skipped + reader.line_num + 1
            yield record
