"""Checks that a zip archive is a readable workbook, and not a decompression bomb."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from fleet.errors import InvalidInput
from fleet.statements import statement

ZIP: Final = b"PK\x03\x04"
MOST_BYTES: Final = 128 * 1024 * 1024
"""Limit for the file; a sheet with Excel's million rows takes 20 to 60 MiB."""
MOST_UNPACKED: Final = 1024 * 1024 * 1024
"""Limit for its unpacked size; Online Retail II takes about 350 MiB."""
_BOOK, _BINARY_BOOK = "xl/workbook.xml", "xl/workbook.bin"
_LOCAL_HEADER: Final = 30
_CHUNK: Final = 1 << 20


def refuse_unreadable(path: Path) -> None:
    """Refuse a zip archive that is not a workbook or too large; reads the whole archive.

    Raises:
        InvalidInput: it is not a readable workbook, or too large.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(statement("workbook_too_large", file=path.name, most=MOST_BYTES))
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            _refuse_kind(archive, path.name)
            _refuse_unpacked_size(archive.infolist(), file, path.name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,  # an encrypted member
    ):
        raise damaged(path.name) from None


def _refuse_kind(archive: zipfile.ZipFile, name: str) -> None:
    names = set(archive.namelist())
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise InvalidInput(statement("file_other_kind", file=name, kind="locked"))
    if _BINARY_BOOK in names:
        raise InvalidInput(statement("file_other_kind", file=name, kind="xlsb"))
    if _BOOK not in names:
        raise InvalidInput(statement("file_other_kind", file=name, kind="zip"))


def _refuse_unpacked_size(members: Sequence[zipfile.ZipInfo], file: BinaryIO, name: str) -> None:
    """Check the declared sizes, then the actual ones: a bomb may declare false sizes."""
    left = MOST_UNPACKED - sum(member.file_size for member in members)
    if left >= 0:
        left = MOST_UNPACKED
        for member in members:
            left -= _unpacked_bytes(member, file, left)
    if left < 0:
        raise InvalidInput(statement("workbook_unpacks_too_large", file=name, most=MOST_UNPACKED))


def _unpacked_bytes(member: zipfile.ZipInfo, file: BinaryIO, most: int) -> int:
    """The actual unpacked size of a member, counted to slightly above `most`."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return member.compress_size
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left, counted, inflate = member.compress_size, 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and counted <= most and not inflate.eof:
        part = file.read(min(_CHUNK, left))
        if not part:
            break
        left -= len(part)
        while part and counted <= most:
            counted += len(inflate.decompress(part, _CHUNK))
            part = inflate.unconsumed_tail
    return counted


def damaged(name: str) -> InvalidInput:
    """The error to raise for a damaged workbook."""
    return InvalidInput(statement("workbook_damaged", file=name))
