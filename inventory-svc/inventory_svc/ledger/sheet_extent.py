"""The extent of a workbook's sheets, from their XML alone.

Workbook readers allocate the whole rectangle: one cell at XFD1048576 makes 17 billion cells.
"""

import re
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import IO, Final

_PART: Final = 1 << 20
_LONGEST_ROW: Final = 16 << 20
_LONGEST_TAG: Final = 256
_ROW: Final = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_ROW_NUMBER: Final = re.compile(rb"[^<>]*?\sr\s*=\s*[\"'](\d+)")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")


def largest_extent(path: Path) -> tuple[int, int]:
    """Rows and columns from A1 to the last cell, for the sheet with the most cells in that range.

    Every archive member is checked, since a sheet can have any name.

    Raises:
        ValueError: a single row is implausibly long.
        zipfile.BadZipFile, zlib.error, OSError: the archive is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        extents = [_extent(archive, name) for name in archive.namelist()]
    return max(extents, key=lambda extent: extent[0] * extent[1], default=(0, 0))


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Rows and columns of one member; rows and cells without an address follow the previous one."""
    rows, columns, row = 0, 0, 0
    with archive.open(name) as file:
        for part in _rows(file):
            number = _ROW_NUMBER.match(part)
            row = int(number[1]) if number else row + 1
            places = set(_PLACE.findall(part))
            last = max((int(digits) for _, digits in places), default=0)
            letters = {letters for letters, _ in places}
            widest = max((_column(text) for text in letters), default=0)
            rows = max(rows, row, last)
            columns = max(columns, widest, len(_CELL.findall(part)))
    return rows, columns


def _rows(file: IO[bytes]) -> Generator[bytes]:
    """The text after each `<row` tag name, up to the next row."""
    waiting, begun = b"", False
    while content := file.read(_PART):
        *whole, waiting = _ROW.split(waiting + content)
        yield from whole if begun else whole[1:]
        begun = begun or bool(whole)
        waiting = waiting if begun else waiting[-_LONGEST_TAG:]
        if len(waiting) > _LONGEST_ROW:
            raise ValueError(len(waiting))
    if begun:
        yield waiting


def _column(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
