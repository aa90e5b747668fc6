"""Detecting a text file's encoding: UTF-16 by its mark, UTF-8 if valid, else Windows-1252."""

import codecs
from pathlib import Path
from typing import Final

from fleet.errors import InvalidInput
from fleet.statements import statement

_CHUNK: Final = 1 << 20
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8: Final = "utf-8-sig"


def is_utf8(encoding: str) -> bool:
    """Whether the bytes can be read without transcoding."""
    return encoding == _UTF8


def encoding_of(path: Path) -> str:
    """Python's name of the encoding.

    Raises:
        InvalidInput: the file contains zero bytes and therefore isn't text.
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
