"""Detects the type of a file by its first bytes, regardless of its name."""

from pathlib import Path

from fleet.errors import InvalidInput
from fleet.statements import statement
from fleet.workbook_files import ZIP

PARQUET = b"PAR1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = {
    b"\x1f\x8b": "gzip",
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "xls",  # Excel 2003 and older, or newer with a password
}


def starts_with(path: Path) -> bytes:
    """The first four bytes of a file, which must not be empty.

    Raises:
        InvalidInput: it is missing, empty, unreadable, or of an unsupported type.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise InvalidInput(
            statement("file_gone", file=path.name), note=f"{path}: {error.strerror or error}."
        ) from None
    refuse_kind(head, path.name)
    return head


def refuse_kind(head: bytes, name: str) -> None:
    """Refuse a file by its first bytes.

    Args:
        head: The first bytes; at least four, unless the file is shorter.
        name: The file's name, for the sentence.

    Raises:
        InvalidInput: it is empty, or of an unsupported type.
    """
    if not head:
        raise InvalidInput(statement("file_empty", file=name))
    for magic, kind in _NOT_TEXT.items():
        if head.startswith(magic):
            raise InvalidInput(statement("file_other_kind", file=name, kind=kind))
    text = head[:4] not in {PARQUET, ZIP} and not head.startswith(_UTF16)
    if text and b"\0" in head:
        raise InvalidInput(statement("file_not_text", file=name))
