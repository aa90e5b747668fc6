"""Reads the beginning of a file, so that a preview takes seconds for a file of any size."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from fleet.file_kinds import PARQUET, starts_with
from inventory_svc.ledger.csv_file import csv_shape, read_text_columns
from inventory_svc.ledger.encodings import decode, encoding_of, is_utf8
from inventory_svc.ledger.header_row import TableHint
from inventory_svc.ledger.reading import read_parquet
from inventory_svc.ledger.workbook import sheets_as_metadata, sheets_of

SAMPLE_BYTES: Final = 48 * 1024 * 1024
SAMPLE_ROWS: Final = 600_000
FIRST_ROWS: Final = 10
_HEAD_BYTES: Final = 256 * 1024
_LONGEST_CELL: Final = 200


@dataclass(frozen=True)
class Beginning:
    """A file, or its beginning.

    Attributes:
        path: The file itself if all of it is used.
        rows: Number of data lines in it.
        sampled: Whether the file has more.
        share: Share of the file's bytes (CSV) or rows (Parquet) that is used.
    """

    path: Path
    rows: int
    sampled: bool
    share: float


def beginning_of(file: Path, folder: Path, hint: TableHint | None = None) -> Beginning:
    """The part of `file` that is used; a shortened copy goes into `folder` under the same name.

    Raises:
        InvalidInput: the file cannot be read.
    """
    if starts_with(file) == PARQUET:
        return _of_parquet(file, folder / file.name)
    return _of_csv(file, folder / file.name, hint)


def first_rows(file: Path, hint: TableHint | None = None) -> list[list[str | None]]:
    """The first lines of data as text; blank is null.

    Raises:
        InvalidInput: the file cannot be read.
    """
    if starts_with(file) == PARQUET:
        table = read_parquet(file, rows=FIRST_ROWS)
        rows = table.select(pl.all().cast(pl.String, strict=False)).rows()
    else:
        rows = _first_of_csv(file, hint)
    return [[None if cell is None else str(cell)[:_LONGEST_CELL] for cell in row] for row in rows]


def _first_of_csv(file: Path, hint: TableHint | None) -> list[tuple[str | None, ...]]:
    with file.open("rb") as source:
        head = _whole_text(source.read(_HEAD_BYTES), file, more=file.stat().st_size > _HEAD_BYTES)
    shape, headers = csv_shape(file, hint)
    lines = pl.read_csv(
        head,
        separator=shape.delimiter,
        has_header=False,
        skip_lines=shape.skipped,
        n_rows=FIRST_ROWS + 1,
        infer_schema=False,
        truncate_ragged_lines=True,
        raise_if_empty=False,
        schema={f"column_{at}": pl.String for at in range(len(headers))},
    )
    return lines.slice(1).rows()


def _of_parquet(file: Path, cut: Path) -> Beginning:
    whole = int(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item())
    if whole <= SAMPLE_ROWS:
        return Beginning(file, whole, sampled=False, share=1.0)
    part = read_parquet(file, rows=SAMPLE_ROWS)
    part.write_parquet(cut, metadata=sheets_as_metadata(sheets_of(file)))
    return Beginning(cut, SAMPLE_ROWS, sampled=True, share=SAMPLE_ROWS / whole)


def _of_csv(file: Path, cut: Path, hint: TableHint | None) -> Beginning:
    size = file.stat().st_size
    sample_bytes = min(size, SAMPLE_BYTES)
    if size > SAMPLE_BYTES:
        with file.open("rb") as source:
            cut.write_bytes(_whole_text(source.read(SAMPLE_BYTES), file, more=True))
    part = cut if size > SAMPLE_BYTES else file
    shape, _ = csv_shape(part, hint)
    rows = read_text_columns(part, shape, [0]).height
    sampled = part is cut
    same = is_utf8(encoding_of(file))
    share = part.stat().st_size / size if same or not sampled else sample_bytes / size
    return Beginning(part, rows, sampled=sampled, share=share)


def _whole_text(part: bytes, file: Path, *, more: bool) -> bytes:
    """`part` in UTF-8, cut at the end of a line if there is more."""
    encoding = encoding_of(file)
    text = part if is_utf8(encoding) else decode(part, encoding).encode()
    return _whole_lines(text, more=more)


def _whole_lines(part: bytes, *, more: bool) -> bytes:
    """The text up to the last line feed outside quotes."""
    if not more:
        return part
    end, quotes = len(part), part.count(b'"')
    while (at := part.rfind(b"\n", 0, end)) >= 0:
        quotes -= part.count(b'"', at, end)
        if quotes % 2 == 0:
            return part[: at + 1]
        end = at
    return part
