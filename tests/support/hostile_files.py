"""Files of a few kilobytes that expand beyond any memory."""

import zipfile
from pathlib import Path
from typing import Final

from support.parquet_files import write_repeated
from support.workbooks import write_workbook

LINE: Final = {
    "Invoice": "1", "StockCode": "A1", "Description": "MUG", "Quantity": "2",
    "InvoiceDate": "2011-09-08 10:00:00", "Price": "2.5", "Customer ID": "7", "Country": "UK",
}  # fmt: skip
"""A line of sales by column."""
_FAR: Final = b'<row r="20000"><c r="XFD20000"><v>1</v></c></row>'


def far_cell(folder: Path, rows: bytes = _FAR) -> Path:
    """A workbook whose one sheet has these `rows` of XML after its header."""
    plain = write_workbook(folder / "plain.xlsx", {"Sales": [list(LINE)]})
    path = folder / "far.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", 8) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"</sheetData>", rows + b"</sheetData>"))
    return path


def many_rows(folder: Path) -> Path:
    """A Parquet file with one line repeated two billion times."""
    return write_repeated(folder / "rows.parquet", LINE, 2_000_000_000)


def long_texts(folder: Path) -> Path:
    """A Parquet file of a million lines, each with a text of a million letters."""
    return write_repeated(folder / "texts.parquet", LINE | {"Description": "M" * 10**6}, 10**6)
