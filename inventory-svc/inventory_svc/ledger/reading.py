"""Reading a ledger file, CSV or Parquet, into our field names, with nothing interpreted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import said
from inventory_svc.ledger.csv_file import CsvShape, csv_shape, line_number, read_text_columns
from inventory_svc.ledger.layouts import MAPPED, Layout, find_layout
from inventory_svc.ledger.mapping import Mapping, read_mapping, resolve

PARQUET = b"PAR1"
_NOT_TEXT = {
    b"PK\x03\x04": ("an Excel workbook or a zip archive: save it as CSV, or unpack it", "zip"),
    b"\x1f\x8b": ("compressed with gzip: unpack it", "gzip"),
    b"\xff\xfe": ("UTF-16 text: save it as UTF-8", "utf16"),
    b"\xfe\xff": ("UTF-16 text: save it as UTF-8", "utf16"),
    b"%PDF": ("a PDF document: export the table behind it as CSV", "pdf"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook: save it as CSV", "xls"),
}


@dataclass(frozen=True)
class RawLedger:
    """A ledger as it was written.

    Attributes:
        lines: `row` (UInt32, 1 = first line of data) and the layout's fields, as text from CSV and
            as stored from Parquet.
        layout: Which layout it is.
        path: Where it was read.
        shape: How the CSV is written; None for Parquet.
        date_format: As the mapping states it, else None.
        decimal_comma: Whether numbers in text have a decimal comma.
    """

    lines: pl.DataFrame
    layout: Layout
    path: Path
    shape: CsvShape | None
    date_format: str | None = None
    decimal_comma: bool = False

    def at(self, row: int) -> dict[str, int]:
        """Where data row `row` (from 1) stands: `line` of a CSV, as an editor counts, or `row`."""
        if self.shape is None:
            return {"row": row}
        return {"line": line_number(self.path, self.shape, row)}

    def place(self, row: int) -> str:
        """The same for a sentence: `line 17`, or `row 16` of a Parquet file."""
        return " ".join(f"{name} {number}" for name, number in self.at(row).items())


def read_ledger(source: Path, mapping: Path | None) -> RawLedger:
    """Read `source` (a file, or a folder that holds `transactions.parquet`).

    Raises:
        InvalidInput: it is missing, empty, damaged, or lacks a column; the sentence says what
            to do.
    """
    path = source / "transactions.parquet" if source.is_dir() else source
    wanted = read_mapping(mapping) if mapping else None
    if starts_with(path) == PARQUET:
        return _read_parquet(path, wanted)
    if path.suffix.lower() in {".parquet", ".pq"}:
        raise InvalidInput(
            f"{path.name} is named like a Parquet file but is none.",
            said("file_no_parquet", file=path.name),
        )
    return _read_csv(path, wanted)


def starts_with(path: Path) -> bytes:
    """The first four bytes of a file that must hold some.

    Raises:
        InvalidInput: it is missing, empty, unreadable, or of a kind we cannot read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except FileNotFoundError:
        raise InvalidInput(f"There is no file {path}.", said("file_gone", file=path.name)) from None
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read: {error.strerror or error}.", said("file_gone", file=path.name)
        ) from None
    refuse_kind(head, path.name)
    return head


def refuse_kind(head: bytes, name: str) -> None:
    """Refuse a file by how it begins.

    Args:
        head: The first bytes, four of them at least where there are so many.
        name: Of the file, for the sentence.

    Raises:
        InvalidInput: it is empty, or of a kind we cannot read.
    """
    if not head:
        raise InvalidInput(f"{name} is empty.", said("file_empty", file=name))
    for magic, (kind, short) in _NOT_TEXT.items():
        if head.startswith(magic):
            raise InvalidInput(f"{name} is {kind}.", said("file_other_kind", file=name, kind=short))
    if head[:4] != PARQUET and b"\0" in head:
        raise InvalidInput(
            f"{name} is not a text file: save it as CSV, UTF-8.", said("file_not_text", file=name)
        )


def headers_of(path: Path) -> list[str]:
    """Column names of a CSV or Parquet file, as they are written.

    Raises:
        InvalidInput: it is missing, empty or damaged.
    """
    return parquet_headers(path) if starts_with(path) == PARQUET else csv_shape(path)[1]


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Columns of a Parquet file.

    Raises:
        InvalidInput: the file is cut off or damaged.
    """
    try:
        return pl.read_parquet(path, columns=list(columns) if columns else None, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).split("\n", 1)[0].rstrip(".")
        raise InvalidInput(
            f"{path.name} is cut off or damaged and cannot be read as Parquet ({reason}). "
            "Fetch it again.",
            said("file_cut_off", file=path.name),
        ) from None


def parquet_headers(path: Path) -> list[str]:
    """Column names of a Parquet file; errors as `read_parquet`."""
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).split("\n", 1)[0].rstrip(".")
        raise InvalidInput(
            f"{path.name} is cut off or damaged and cannot be read as Parquet ({reason}). "
            "Fetch it again.",
            said("file_cut_off", file=path.name),
        ) from None


def _read_parquet(path: Path, mapping: Mapping | None) -> RawLedger:
    layout, columns = _columns(parquet_headers(path), mapping, path)
    frame = read_parquet(path, list(dict.fromkeys(columns.values())))
    lines = frame.select(pl.col(header).alias(field) for field, header in columns.items())
    return _raw(lines, layout, path, None, mapping)


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
        raise InvalidInput(
            f"{path.name} holds column names but no lines.", said("file_no_lines", file=path.name)
        )
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
