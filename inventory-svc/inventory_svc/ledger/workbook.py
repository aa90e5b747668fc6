"""Converting Excel workbooks (.xlsx, .xlsm) to a Parquet file of text for the other readers.

Texts are unchanged (`085123A`, `00123`), whole numbers lose their `.0`, dates are written year
first; macros are ignored. The sheet used is the one named by the user, or else the one with the
most known columns; sheets with the same columns are appended, such as the two years of Online
Retail II. Hidden sheets are ignored.
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
from inventory_svc.ledger.header_row import HEADER_SEARCH_ROWS, TableHint, find_header, layout_hint
from inventory_svc.ledger.layouts import plain

_META: Final = "smartretail.sheets"
_OTHERS: Final = "smartretail.other_sheets"
_VISIBLE: Final = "visible"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: The sheet's name.
        rows: Lines of data read from it.
        above: Rows above the header row.
    """

    name: str
    rows: int
    above: int = 0


@dataclass(frozen=True)
class _Cells:
    """The cells of a sheet, and the index and score of its header row."""

    name: str
    cells: pl.DataFrame
    header: int
    score: int

    @property
    def headers(self) -> list[str]:
        return _headers(self.cells.row(self.header))


@contextmanager
def as_table(path: Path, hint: TableHint | None = None) -> Generator[Path]:
    """The file itself, or a workbook's content as a temporary Parquet file of the same name.

    Args:
        path: Any file.
        hint: Column names to look for; those of the known sales layouts by default.

    Raises:
        InvalidInput: it is a zip archive but not a readable workbook, or it unpacks to too much.
    """
    if not _begins_with(path, ZIP):
        if _begins_with(path, PARQUET):
            refuse_large_parquet(path)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / path.name
        _unpack(path, table, hint or layout_hint())
        yield table


def sheets_of(table: Path) -> tuple[Sheet, ...]:
    """The sheets that a converted file was made from; empty for other files."""
    stated = pl.read_parquet_metadata(table).get(_META)
    return tuple(Sheet(**sheet) for sheet in json.loads(stated)) if stated else ()


def other_sheets(table: Path) -> tuple[str, ...]:
    """Names of the visible, non-empty sheets that were not read."""
    return tuple(json.loads(pl.read_parquet_metadata(table).get(_OTHERS, "[]")))


def sheets_as_metadata(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Parquet metadata that `sheets_of` reads, for a part of a converted file."""
    return {_META: json.dumps([vars(sheet) for sheet in sheets])} if sheets else {}


def place_in(sheets: Sequence[Sheet], row: int) -> dict[str, str | int]:
    """Location of data row `row` (from 1): `sheet` and Excel's `row`, or just `row`."""
    for sheet in sheets:
        if row <= sheet.rows:
            return {"sheet": sheet.name, "row": sheet.above + row + 1}
        row -= sheet.rows
    return {"row": row}


def _unpack(path: Path, table: Path, hint: TableHint) -> None:
    refuse_unreadable(path)
    refuse_large_sheets(path)
    try:
        found = list(_visible(path, hint))
    except fastexcel.FastExcelError:
        raise damaged(path.name) from None
    if not found:
        raise InvalidInput(statement("workbook_empty", file=path.name))
    first = _chosen(found, hint, path.name)
    read = [sheet for sheet in found if _alike(sheet.headers, first.headers)]
    lines = [_lines(sheet, first.headers) for sheet in read]
    sheets = [
        Sheet(sheet.name, part.height, sheet.header)
        for sheet, part in zip(read, lines, strict=True)
    ]
    others = [sheet.name for sheet in found if sheet not in read]
    metadata = sheets_as_metadata(sheets) | {_OTHERS: json.dumps(others)}
    pl.concat(lines).write_parquet(table, metadata=metadata)


def _visible(path: Path, hint: TableHint) -> Generator[_Cells]:
    """The visible, non-empty sheets."""
    book = fastexcel.read_excel(path)
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")  # pyright: ignore[reportUnknownMemberType] - of pyarrow, which is not installed, in another overload
        if sheet.visible != _VISIBLE or not sheet.height:
            continue
        cells = pl.DataFrame(sheet)
        rows = cells.head(HEADER_SEARCH_ROWS).rows()
        header = find_header(rows, hint)
        yield _Cells(name, cells, header, hint.score(rows[header]))


def _chosen(found: Sequence[_Cells], hint: TableHint, file: str) -> _Cells:
    """The sheet named by the user, else the first of those with the most known columns."""
    if hint.sheet is None:
        return max(found, key=lambda sheet: sheet.score)
    for sheet in found:
        if plain(sheet.name) == plain(hint.sheet):
            return sheet
    sheets = ", ".join(sheet.name for sheet in found)
    raise InvalidInput(statement("sheet_missing", file=file, sheet=hint.sheet, sheets=sheets))


def _alike(headers: Sequence[str], first: Sequence[str]) -> bool:
    return [plain(header) for header in headers] == [plain(header) for header in first]


def _lines(sheet: _Cells, headers: Sequence[str]) -> pl.DataFrame:
    names = dict(zip(sheet.cells.columns, headers, strict=True))
    return sheet.cells.slice(sheet.header + 1).rename(names)


def _headers(cells: Sequence[str | None]) -> list[str]:
    """Column names; repeats get trailing spaces, since Parquet allows no duplicates."""
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
        return False  # the reader reports the error
