"""CSV files as people export them: encoding, delimiter, headers, and all values as text."""

import csv
import io
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement

_DELIMITERS = ",;\t|"
_CHUNK = 1 << 20
_BATCH = 50_000
_LONGEST_FIELD = 1 << 30  # an unclosed quote swallows the rest of the file


@dataclass(frozen=True)
class CsvShape:
    """How a CSV file is written."""

    encoding: str
    delimiter: str


def csv_shape(path: Path) -> tuple[CsvShape, list[str]]:
    """Encoding and delimiter of a CSV file, and its headers."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline()
    delimiter = max(_DELIMITERS, key=first.count)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        headers = next(csv.reader(file, delimiter=delimiter), None)
    if not headers:
        raise InvalidInput(statement("file_blank_start", file=path.name))
    return CsvShape(encoding, delimiter), headers


def read_text_columns(path: Path, shape: CsvShape, positions: Sequence[int]) -> pl.DataFrame:
    """Columns `positions` of a CSV, all as text (blank = null), named `column_1` and so on.

    Raises:
        InvalidInput: the file is no well-formed CSV.
    """
    utf8 = shape.encoding == "utf-8-sig"
    source = path if utf8 else io.BytesIO(path.read_text(shape.encoding, "replace").encode())
    try:
        return pl.read_csv(
            source,
            separator=shape.delimiter,
            has_header=False,
            infer_schema=False,
            columns=list(positions),
        ).slice(1)
    except pl.exceptions.NoDataError:
        raise InvalidInput(statement("file_empty", file=path.name)) from None
    except pl.exceptions.PolarsError:
        return _read_slowly(path, shape, positions)


def line_number(path: Path, shape: CsvShape, record: int) -> int:
    """The physical line on which data record `record` (1-based) begins, quoted newlines counted."""
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=shape.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=shape.delimiter)
        for _ in range(record):
            next(reader, None)
        return reader.line_num + 1


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
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=shape.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=shape.delimiter)
        width = len(next(reader))
        begins = reader.line_num + 1
        for record in reader:
            if record and len(record) != width:
                raise InvalidInput(
                    statement(
                        "line_fields", file=path.name, line=begins, fields=len(record), header=width
                    )
                )
            begins = reader.line_num + 1
            yield record


def _encoding(path: Path) -> str:
    """UTF-8 (with or without byte-order mark) where the bytes are, else Windows-1252."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in chunk:
                    raise InvalidInput(statement("file_not_text", file=path.name))
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
