"""Detecting a text file's encoding: UTF-16 by its mark, UTF-8 if valid, else Windows-1252.

A file that is UTF-8 except for a few bytes, because it was cut off within a character or pasted
together from two exports, is read as UTF-8, and those bytes as Windows-1252.
"""

import codecs
import re
from pathlib import Path
from typing import Final, TextIO

from fleet.errors import InvalidInput
from fleet.statements import statement

_CHUNK: Final = 1 << 20
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8: Final = "utf-8-sig"
_MIXED: Final = "mixed"
_STRAY_BYTES: Final = "smartretail.cp1252"
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
_NOT_ASCII: Final = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


def is_utf8(encoding: str) -> bool:
    """Whether the bytes can be read without transcoding."""
    return encoding == _UTF8


def encoding_of(path: Path) -> str:
    """The encoding: Python's name of it, or `mixed`; `open_text` and `decode` know both.

    Raises:
        InvalidInput: the file contains zero bytes and therefore isn't text.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            return "utf-16"
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                raise InvalidInput(statement("file_not_text", file=path.name))
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        stray, multibyte = _counts(file)
    if not stray:
        return _UTF8
    return _MIXED if multibyte > stray else "cp1252"


def open_text(path: Path, encoding: str) -> TextIO:
    """The file as text with its line endings unchanged."""
    codec, errors = _codec(encoding)
    return path.open(encoding=codec, errors=errors, newline="")


def decode(part: bytes, encoding: str) -> str:
    """The first bytes of a file as text; a character cut off at the end is dropped."""
    codec, errors = _codec(encoding)
    return codecs.getincrementaldecoder(codec)(errors).decode(part)


def _codec(encoding: str) -> tuple[str, str]:
    return (_UTF8, _STRAY_BYTES) if encoding == _MIXED else (encoding, "replace")


def _counts(file: TextIO) -> tuple[int, int]:
    """How many bytes aren't UTF-8, and how many characters have several bytes."""
    stray = multibyte = 0
    while chunk := file.read(_CHUNK):
        if not chunk.isascii():
            stray += len(_UNDECODED.findall(chunk))
            multibyte += len(_NOT_ASCII.findall(chunk))
    return stray, multibyte


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY_BYTES, _as_windows_1252)
