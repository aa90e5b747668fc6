"""CSV that is safe to open in a spreadsheet.

A cell that begins with = + - @, a tab or a carriage return would be run as a formula; an apostrophe
before it makes it text (OWASP, CSV Injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """The cell as text that spreadsheets don't execute."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file (RFC 4180) in UTF-8 with every cell neutralised."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return file.getvalue().encode()
