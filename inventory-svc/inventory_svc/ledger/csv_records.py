"""Checking the records of a CSV file, and reading them one by one where polars can't.

polars reads a quote that is never closed to the end of the file, and fills up lines that lack
fields. Both lose sales without a word, so every file's quotes and fields are counted first:

* malformed quotes, or a quoted text that contains whole lines: each line is read by itself, and
  one that then has other fields than the header is refused;
* a line with fewer fields becomes a blank line, since nobody knows which field is missing. If many
  lines have fewer, and none has a blank last field, the export leaves trailing blanks out;
* a line with more fields is refused, unless the further ones are blank.
"""

import csv
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.encodings import is_utf8, open_text
from inventory_svc.ledger.tolerance import FEW, SHARE

LONGEST_FIELD: Final = 1 << 30
"""An unclosed quote makes the rest of the file one field."""
_NOWHERE: Final = "\0"
"""Doesn't occur: a file that contains it isn't text."""
_BATCH: Final = 50_000


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
class Record:
    """The fields of one record, and the line of the file on which it begins."""

    fields: list[str]
    line: int


@dataclass(frozen=True)
class RecordCounts:
    """What counting the records of a file shows.

    Attributes:
        records: Number of records below the header, blank lines included.
        regular: Whether all have the header's fields, and quotes are closed.
        line_by_line: Whether each line is a record, because quotes can't be trusted.
    """

    records: int
    regular: bool
    line_by_line: bool


def count_records(path: Path, shape: CsvShape) -> RecordCounts:
    """Count the records of a file and their fields."""
    csv.field_size_limit(LONGEST_FIELD)
    if (lines := _lines_alike(path, shape)) is not None:
        return RecordCounts(lines, regular=True, line_by_line=False)
    with open_text(path, shape.encoding) as file:
        _skip_titles(file, shape)
        reader = csv.reader(file, delimiter=shape.delimiter, strict=True)
        try:
            width = len(next(reader, list[str]()))
            above = reader.line_num
            widths = Counter(map(len, reader))
        except csv.Error:
            return RecordCounts(0, regular=False, line_by_line=True)
        records = widths.total()
        several_lines = reader.line_num - above > records
    if several_lines and _swallows_lines(path, shape, width):
        return RecordCounts(0, regular=False, line_by_line=True)
    return RecordCounts(records, regular=widths.keys() <= {0, width}, line_by_line=False)


def _lines_alike(path: Path, shape: CsvShape) -> int | None:
    """The number of records, if each line by itself is one with the header's fields; else None.

    Only lines with quotes are parsed, which is several times as fast as parsing all.
    """
    if not is_utf8(shape.encoding):
        return None
    lines = _lines_of(path, shape)
    has_quote = lines.str.contains('"', literal=True)
    bare, quoted = lines.filter(~has_quote), lines.filter(has_quote)
    try:
        (width,) = _widths(lines.head(1), shape)
        widths = _widths(quoted, shape)
    except (csv.Error, ValueError):
        return None
    if not widths.keys() <= {width} or widths.total() != quoted.len():
        return None
    fields = bare.str.count_matches(shape.delimiter, literal=True) + 1
    alike = ((fields == width) | (bare.str.len_bytes() <= 1)).all()
    return lines.len() - 1 if alike and not bare.str.contains("\r.").any() else None


def _widths(lines: pl.Series, shape: CsvShape) -> Counter[int]:
    return Counter(map(len, csv.reader(lines, delimiter=shape.delimiter, strict=True)))


def _lines_of(path: Path, shape: CsvShape) -> pl.Series:
    """The lines of a UTF-8 file, from the header on."""
    lines = pl.read_csv(
        path,
        separator=_NOWHERE,
        quote_char=None,
        has_header=False,
        skip_lines=shape.skipped,
        infer_schema=False,
        raise_if_empty=False,
        schema={"line": pl.String},
    )
    return lines.to_series().fill_null("")


def records_of(path: Path, shape: CsvShape, *, line_by_line: bool) -> Generator[Record]:
    """All records from the header on."""
    csv.field_size_limit(LONGEST_FIELD)
    with open_text(path, shape.encoding) as file:
        _skip_titles(file, shape)
        if line_by_line:
            for number, line in enumerate(file, start=shape.skipped + 1):
                alone = csv.reader([line], delimiter=shape.delimiter)
                yield Record(next(alone, list[str]()), number)
            return
        reader = csv.reader(file, delimiter=shape.delimiter)
        begins = shape.skipped + 1
        for fields in reader:
            yield Record(fields, begins)
            begins = shape.skipped + reader.line_num + 1


def read_records(
    path: Path, shape: CsvShape, positions: Sequence[int], counts: RecordCounts
) -> pl.DataFrame:
    """Columns `positions` as text, named `column_1` and so on; a blank line has only nulls.

    Raises:
        InvalidInput: a record has more or fewer fields than the header, also because of a stray
            quote; the message names its line.
    """
    schema = [(f"column_{position + 1}", pl.String) for position in positions]
    records = _of_equal_width(path, shape, line_by_line=counts.line_by_line)
    frames = [pl.DataFrame(schema=schema)]
    while batch := list(islice(records, _BATCH)):
        rows = [[(fields[at] or None) if fields else None for at in positions] for fields in batch]
        frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return pl.concat(frames)


def _skip_titles(file: Iterable[str], shape: CsvShape) -> None:
    for _ in islice(file, shape.skipped):
        pass


def _swallows_lines(path: Path, shape: CsvShape, width: int) -> bool:
    """Whether a quoted text has as many delimiters as the lines it contains would have."""
    for record in records_of(path, shape, line_by_line=False):
        for field in record.fields:
            feeds = field.count("\n") if "\n" in field else field.count("\r")
            if feeds and field.count(shape.delimiter) == feeds * (width - 1):
                return True
    return False


def _of_equal_width(path: Path, shape: CsvShape, *, line_by_line: bool) -> Generator[list[str]]:
    """The fields of the records below the header, as many as it has; none for a blank line."""
    records = records_of(path, shape, line_by_line=line_by_line)
    width = len(next(records).fields)
    fills_up = False if line_by_line else _leaves_blanks_out(path, shape, width)
    for record in records:
        fields = record.fields
        if len(fields) > width and not any(cell.strip() for cell in fields[width:]):
            fields = fields[:width]
        if len(fields) > width or (fields and len(fields) < width and line_by_line):
            raise _wrong_fields(path, record, width)
        if 0 < len(fields) < width:
            fields = [*fields, *[""] * (width - len(fields))] if fills_up else []
        yield fields


def _leaves_blanks_out(path: Path, shape: CsvShape, width: int) -> bool:
    """Whether many lines have fewer fields because trailing blanks are left out.

    Raises:
        InvalidInput: many lines have fewer fields for another reason.
    """
    short: list[Record] = []
    blank_end, records = False, 0
    for record in islice(records_of(path, shape, line_by_line=False), 1, None):
        records += 1
        blank_end = blank_end or (len(record.fields) == width and not record.fields[-1].strip())
        short += [record] if 0 < len(record.fields) < width else []
    many = len(short) == records or (len(short) > FEW and len(short) > SHARE * records)
    if many and blank_end:
        raise _wrong_fields(path, short[0], width)
    return many


def _wrong_fields(path: Path, record: Record, width: int) -> InvalidInput:
    return InvalidInput(
        statement(
            "line_fields",
            file=path.name,
            line=record.line,
            fields=len(record.fields),
            header=width,
        )
    )
