"""File limits, checked before decoding: a few bytes can unpack to more than fits in memory."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from fleet.workbook_files import damaged
from inventory_svc.ledger.parquet_footer import table_size
from inventory_svc.ledger.sheet_extent import largest_extent

MOST_ROWS: Final = 100_000_000
MOST_CELLS: Final = 1_000_000_000
"""Rows times columns of a Parquet file."""
MOST_SHEET_CELLS: Final = 50_000_000
"""Of one sheet, from A1 to its last cell; Excel's million rows with forty columns fit."""
MOST_UNPACKED: Final = 16 * 1024**3
"""Bytes of a Parquet file's unpacked pages, and of its expanded texts."""

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,  # an encrypted member
    UnicodeDecodeError,  # in a member's name
)
"""What reading a damaged archive raises."""


def refuse_large_parquet(path: Path) -> None:
    """Refuse a Parquet file that is too large, by its footer; without one, the reader refuses it.

    Raises:
        InvalidInput: it has too many rows, cells or unpacked bytes.
    """
    size = table_size(path)
    if size is None:
        return
    if size.rows > MOST_ROWS or size.rows * size.columns > MOST_CELLS:
        raise _too_many_cells(path.name)
    if size.unpacked_bytes > MOST_UNPACKED:
        raise _unpacks_too_large(path.name)


def refuse_long_texts(table: pl.DataFrame, name: str) -> None:
    """Refuse a table with too much text: repeated long texts take no space until expanded.

    Raises:
        InvalidInput: its texts have too many bytes.
    """
    bytes_of_text = pl.col(pl.String).str.len_bytes().cast(pl.UInt64).sum()
    if sum(column.item() for column in table.select(bytes_of_text)) > MOST_UNPACKED:
        raise _unpacks_too_large(name)


def refuse_large_sheets(path: Path) -> None:
    """Refuse a workbook whose sheets extend too far.

    Raises:
        InvalidInput: a sheet has too many cells, or the archive is damaged.
    """
    try:
        rows, columns = largest_extent(path)
    except _DAMAGE:
        raise damaged(path.name) from None
    except ValueError:
        raise _sheet_too_large(path.name) from None
    if rows * columns > MOST_SHEET_CELLS:
        raise _sheet_too_large(path.name)


def _too_many_cells(name: str) -> InvalidInput:
    return InvalidInput(
        statement("file_too_many_cells", file=name, rows=MOST_ROWS, cells=MOST_CELLS)
    )


def _unpacks_too_large(name: str) -> InvalidInput:
    return InvalidInput(statement("file_unpacks_too_large", file=name, most=MOST_UNPACKED))


def _sheet_too_large(name: str) -> InvalidInput:
    return InvalidInput(statement("sheet_too_large", file=name, cells=MOST_SHEET_CELLS))
