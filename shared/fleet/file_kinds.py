"""What a file is by how it begins, whatever it is called."""

from pathlib import Path

from fleet.errors import InvalidInput
from fleet.statements import statement
from fleet.workbook_files import ZIP

PARQUET = b"PAR1"
_OLD_EXCEL = (
    "an old Excel workbook, or one with a password: save it as .xlsx without a password, or as CSV"
)
_NOT_TEXT = {
    b"\x1f\x8b": ("compressed with gzip: unpack it", "gzip"),
    b"\xff\xfe": ("UTF-16 text: save it as UTF-8", "utf16"),
    b"\xfe\xff": ("UTF-16 text: save it as UTF-8", "utf16"),
    b"%PDF": ("a PDF document: export the table behind it as CSV", "pdf"),
    b"\xd0\xcf\x11\xe0": (_OLD_EXCEL, "xls"),
}


def starts_with(path: Path) -> bytes:
    """The first four bytes of a file that must hold some.

    Raises:
        InvalidInput: it is missing, empty, unreadable, or of a kind we cannot read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except FileNotFoundError:
        raise InvalidInput(
            f"There is no file {path}.", statement("file_gone", file=path.name)
        ) from None
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read: {error.strerror or error}.",
            statement("file_gone", file=path.name),
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
        raise InvalidInput(f"{name} is empty.", statement("file_empty", file=name))
    for magic, (kind, short) in _NOT_TEXT.items():
        if head.startswith(magic):
            raise InvalidInput(
                f"{name} is {kind}.", statement("file_other_kind", file=name, kind=short)
            )
    if head[:4] not in {PARQUET, ZIP} and b"\0" in head:
        raise InvalidInput(
            f"{name} is not a text file: save it as CSV, UTF-8.",
            statement("file_not_text", file=name),
        )
