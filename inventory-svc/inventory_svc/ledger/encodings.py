"""Which encoding a text file has: UTF-8 and UTF-16 by its marks and bytes, else Windows-1252."""

import codecs
from pathlib import Path
from typing import Final

from fleet.errors import InvalidInput
from fleet.statements import statement

_CHUNK: Final = 1 << 20
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8: Final = "utf-8-sig"


def is_utf8(encoding: str) -> bool:
    """Whether the bytes can be read as they are."""
    return encoding == _UTF8


def encoding_of(path: Path) -> str:
    """The encoding as Python names it.

    Raises:
        InvalidInput: it holds zero bytes, as no text does.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            return "utf-16"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in chunk:
                    raise InvalidInput(statement("file_not_text", file=path.name))
    except UnicodeDecodeError:
        return "cp1252"
    return _UTF8
