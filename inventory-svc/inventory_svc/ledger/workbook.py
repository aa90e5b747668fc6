"""Excel workbooks (.xlsx, .xlsm): their cells as a Parquet file, all text, for the other readers.

Texts stay as they stand in their cell (`085123A`, `00123`), whole numbers lose their `.0`, dates
are written year first; macros are not looked at. The sheets whose columns are those of the first
one with cells are one table, such as the two years of Online Retail II; hidden ones are not read.
"""

import json
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET
from fleet.statements import statement
from fleet.workbook_files import ZIP, damaged, refuse_unreadable
from inventory_svc.ledger.file_limits import refuse_large_parquet, refuse_large_sheets
from inventory_svc.ledger.layouts import plain

_META: Final = "smartretail.sheets"
_VISIBLE: Final = "visible"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, and how many lines of data were read from it."""

    name: str
    rows: int


@contextmanager
def as_table(path: Path) -> Generator[Path]:
    """The file itself, or what is in a workbook as a Parquet file, of the same name, meanwhile.

    Raises:
        InvalidInput: it is a zip archive, and none that can be read as a workbook; or it unpacks to
            more than is read.
    """
    if not _begins_with(path, ZIP):
        if _begins_with(path, PARQUET):
            refuse_large_parquet(path)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / path.name
        _unpack(path, table)
        yield table


def sheets_of(table: Path) -> tuple[Sheet, ...]:
    """The sheets that a Parquet file was made from; none where it was no workbook."""
    stated = pl.read_parquet_metadata(table).get(_META)
    return tuple(Sheet(**sheet) for sheet in json.loads(stated)) if stated else ()


def sheets_as_metadata(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What `sheets_of` reads, for a part of such a file."""
    return {_META: json.dumps([vars(sheet) for sheet in sheets])} if sheets else {}


def place_in(sheets: Sequence[Sheet], row: int) -> dict[str, str | int]:
    """Where line `row` of data (1 = first) stands: `sheet` and `row` as Excel counts, or `row`."""
    for sheet in sheets:
        if row <= sheet.rows:
            return {"sheet": sheet.name, "row": row + 1}
        row -= sheet.rows
    return {"row": row}


def _unpack(path: Path, table: Path) -> None:
    refuse_unreadable(path)
    refuse_large_sheets(path)
    try:
        frames = list(_sheets(path))
    except fastexcel.FastExcelError:
        raise damaged(path.name) from None
    if not frames:
        raise InvalidInput(statement("workbook_empty", file=path.name))
    sheets = [Sheet(name, frame.height) for name, frame in frames]
    whole = pl.concat([frame for _, frame in frames])
    whole.write_parquet(table, metadata=sheets_as_metadata(sheets))


def _sheets(path: Path) -> Generator[tuple[str, pl.DataFrame]]:
    """Name and lines of the first sheet with cells, and of those with the same columns."""
    book = fastexcel.read_excel(path)
    first: list[str] | None = None
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")  # pyright: ignore[reportUnknownMemberType] - of pyarrow, which is not installed, in another overload
        if sheet.visible != _VISIBLE or not sheet.height:
            continue
        cells = pl.DataFrame(sheet)
        headers = _headers(cells.row(0))
        first = first or headers
        if [plain(header) for header in headers] == [plain(header) for header in first]:
            yield name, cells.slice(1).rename(dict(zip(cells.columns, first, strict=True)))


def _headers(cells: Sequence[str | None]) -> list[str]:
    """Names of the columns. Parquet takes none twice: blanks behind it tell a second one apart."""
    headers: list[str] = []
    for cell in cells:
        header = (cell or "").strip()
        while header in headers:
            header += " "
        headers.append(header)
    return headers


def _begins_with(path: Path, magic: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False  # whoever reads it says why
