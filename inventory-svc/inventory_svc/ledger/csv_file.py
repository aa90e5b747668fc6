"""CSV files as people export them: encoding, delimiter, headers, and all values as text."""

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
from inventory_svc.ledger.header_row import LOOKED_AT, TableHint, find_header, known_ledgers

_DELIMITERS = ",;\t|"
_BATCH = 50_000
_LONGEST_FIELD = 1 << 30  # an unclosed quote swallows the rest of the file
_STATED_DELIMITER = re.compile(r'^\s*"?sep=(.)"?\s*$')
_HEAD_CHARACTERS = 1 << 18


@dataclass(frozen=True)
class CsvShape:
    """How a CSV file is written.

    Attributes:
        encoding: As Python names it.
        delimiter: Between two fields.
        skipped: Lines above the one that names the columns.
    """

    encoding: str
    delimiter: str
    skipped: int = 0


@dataclass(frozen=True)
class _Head:
    """The beginning of a file, cut with one delimiter."""

    delimiter: str
    rows: list[list[str]]
    starts: list[int]
    at: int
    score: int

    @property
    def headers(self) -> list[str]:
        return self.rows[self.at] if self.rows else []


def csv_shape(path: Path, hint: TableHint | None = None) -> tuple[CsvShape, list[str]]:
    """How a CSV file is written, and its headers.

    Args:
        path: The file.
        hint: What its columns are known by; the layouts of sales by default.

    Raises:
        InvalidInput: it is no text, or begins with a blank line instead of column names.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = _first_lines(file)
    stated = _STATED_DELIMITER.match(lines[0]) if lines else None
    skipped = 1 if stated else 0
    delimiters = stated[1] if stated else _DELIMITERS
    heads = [_cut(lines[skipped:], mark, hint or known_ledgers()) for mark in delimiters]
    head = max(heads, key=lambda head: (head.score, *_width(head, lines[skipped:])))
    if not head.headers or not any(cell.strip() for cell in head.headers):
        raise InvalidInput(statement("file_blank_start", file=path.name))
    return CsvShape(encoding, head.delimiter, skipped + head.starts[head.at]), head.headers


def _first_lines(file: TextIO) -> list[str]:
    text = file.read(_HEAD_CHARACTERS)
    lines = io.StringIO(text, newline="").readlines()
    return lines[: 2 * LOOKED_AT]


def _cut(lines: Sequence[str], delimiter: str, hint: TableHint) -> _Head:
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[str]] = []
    starts: list[int] = []
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 0
    for row in islice(reader, LOOKED_AT):
        rows.append(row)
        starts.append(begins)
        begins = reader.line_num
    at = find_header(rows, hint)
    return _Head(delimiter, rows, starts, at, hint.score(rows[at]) if rows else 0)


def _width(head: _Head, lines: Sequence[str]) -> tuple[int, int]:
    """Fields of the header, if the first lines have as many more often than not."""
    fields = len(head.headers)
    alike = sum(len(row) == fields for row in head.rows[head.at :])
    steady = alike * 2 >= len(head.rows) - head.at
    return (fields if steady else 0, lines[0].count(head.delimiter) if lines else 0)


def read_text_columns(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame:
    """Columns `positions` of a CSV, all as text (blank = null), named `column_1` and so on.

    Raises:
        InvalidInput: the file is no well-formed CSV.
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
        return _read_slowly(path, shape, positions)


def _as_utf8(path: Path, encoding: str) -> io.BytesIO:
    return io.BytesIO(path.read_text(encoding, "replace").encode())


def line_number(path: Path, shape: CsvShape, record: int) -> int:
    """The physical line on which data record `record` (1-based) begins, quoted newlines counted."""
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


def _read_slowly(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame:
    """What polars refuses, such as `12" ruler` without quotes around it, record by record."""
    schema = [(f"column_{position + 1}", pl.String) for position in positions]
    records = _records(path, shape)
    frames = [pl.DataFrame(schema=schema)]
    while batch := list(islice(records, _BATCH)):
        rows = [[(record[at] or None) if record else None for at in positions] for record in batch]
        frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return pl.concat(frames)


def _records(path: Path, shape: CsvShape) -> Generator[list[str]]:
    """The records behind the header; a blank line is an empty one.

    Raises:
        InvalidInput: a record has more or fewer fields than the header; the sentence names its
            line. An unclosed quote shows that way too.
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
