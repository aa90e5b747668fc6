"""Excel workbooks: the same ledger as from a CSV, and an error for what cannot be read."""

import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from support.cleaned_ledgers import Clean
from support.workbooks import Cell, write_workbook

from fleet import workbook_files
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.product_records import read_user_products
from inventory_svc.ledger.reading import headers_of
from inventory_svc.stock.stock_file import read_stock_file

HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID"]
SOLD_AT = datetime(2011, 3, 1, 10, 5)  # noqa: DTZ001 - the shop's wall clock
FIRST: list[Cell] = [536365, "085123A", "RED MUG", 5, SOLD_AT, 2.5, 12346.0]
SECOND: list[Cell] = ["536366", 22423, "CAKESTAND", 3.0, SOLD_AT, 12.75, None]
THIRD: list[Cell] = ["C536366", 22423, "CAKESTAND", -1, SOLD_AT.replace(hour=11), 12.75, None]
AS_CSV = """Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID
536365,085123A,RED MUG,5,2011-03-01 10:05:00,2.50,12346
536366,22423,CAKESTAND,3,2011-03-01 10:05:00,12.75,
C536366,22423,CAKESTAND,-1,2011-03-01 11:05:00,12.75,
"""


def refusal_text(clean_file: Clean, source: Path, **options: object) -> str:
    """The sentence with which the job rejects `source`."""
    return refusal(clean_file, source, **options).detail


def refusal(clean_file: Clean, source: Path, **options: object) -> InvalidInput:
    """The error with which the job rejects `source`."""
    with pytest.raises(InvalidInput) as error:
        clean_file(source, **options)
    return error.value


def test_workbook_gives_the_same_ledger_as_csv(clean_file: Clean, tmp_path: Path) -> None:
    """Codes keep leading zeros, whole numbers have no .0, dates are dates, over two sheets."""
    book = write_workbook(
        tmp_path / "sales.xlsx",
        {
            "Year 2010-2011": [HEADER, FIRST, SECOND],
            "Notes": [["made by hand"]],
            "Year 2011-2012": [HEADER, THIRD],
        },
        more={"xl/vbaProject.bin": b"macros are not looked at"},
    )
    (tmp_path / "sales.csv").write_text(AS_CSV)
    from_book, from_csv = clean_file(book), clean_file(tmp_path / "sales.csv")
    assert from_book.ledger.equals(from_csv.ledger)
    assert from_book.catalogue.equals(from_csv.catalogue)
    assert from_book.quality == from_csv.quality
    assert set(from_book.ledger["stock_code"]) == {"085123A", "22423"}
    assert from_book.ledger["customer_id"].to_list() == ["12346", None]


def test_workbook_is_detected_by_content(clean_file: Clean, tmp_path: Path) -> None:
    """A workbook named .csv is read as a workbook."""
    book = write_workbook(tmp_path / "sales.csv", {"Sales": [HEADER, FIRST]})
    assert clean_file(book).ledger.height == 1
    assert headers_of(book) == HEADER


def test_hidden_and_unrelated_sheets_are_ignored(clean_file: Clean, tmp_path: Path) -> None:
    """Hidden sheets, sheets with other columns and sheets without cells have no sales."""
    book = write_workbook(
        tmp_path / "sales.xlsx",
        {
            "Old": [HEADER, SECOND],
            "Empty": [],
            "Sales": [HEADER, FIRST],
            "Till": [[*HEADER, "Till"], [*SECOND, 7]],
        },
        hidden=["Old"],
    )
    assert clean_file(book).ledger["stock_code"].to_list() == ["085123A"]


def test_invalid_cell_is_named_by_sheet_and_row(clean_file: Clean, tmp_path: Path) -> None:
    """The row number is the one that Excel shows."""
    invalid: list[Cell] = [1, "A1", "MUG", "many", SOLD_AT, 2.5, 7]
    sheets = {"One": [HEADER, FIRST, SECOND], "Two": [HEADER, THIRD, *[invalid] * 21]}
    book = write_workbook(tmp_path / "sales.xlsx", sheets)
    assert "sales.xlsx, sheet Two, row 3: “many” (Quantity)" in refusal_text(clean_file, book)
    stock = write_workbook(
        tmp_path / "stock.xlsx", {"Stock": [["StockCode", "Current_Stock"], ["A1", "few"]]}
    )
    with pytest.raises(InvalidInput, match="sheet Stock, row 2"):
        read_stock_file(stock)


def test_text_formats_do_not_affect_typed_cells(clean_file: Clean, tmp_path: Path) -> None:
    """Number and date cells are read beside text with decimal commas and the day first."""
    header = ["Receipt", "Article", "Pieces", "Sold at", "Each"]
    rows: list[list[Cell]] = [
        [1, "A1", 2, datetime(2011, 3, 12, 10), 2.5],  # noqa: DTZ001 - the shop's wall clock
        [2, "A1", "3", "13.03.2011 10:00", "1.234,5"],
    ]
    book = write_workbook(tmp_path / "till.xlsx", {"Till": [header, *rows]})
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[columns]\norder_id = "Receipt"\nstock_code = "Article"\nquantity = "Pieces"\n'
        'ordered_at = "Sold at"\nunit_price = "Each"\n'
        '[format]\ndate = "%d.%m.%Y %H:%M"\ndecimal = ","\n'
    )
    ledger = clean_file(book, mapping=mapping).ledger
    assert ledger["unit_price"].to_list() == [2.5, 1234.5]
    assert ledger["ordered_at"].dt.day().to_list() == [12, 13]


def test_stock_and_product_files_can_be_workbooks(tmp_path: Path) -> None:
    """Numbers, dates and blanks of the small tables are read as from text."""
    stock = write_workbook(
        tmp_path / "stock.xlsx",
        {
            "Stock": [
                ["StockCode", "Current_Stock", "Unit_Cost"],
                ["00123", 5.0, 0.1],
                [77, 2, None],
            ]
        },
    )
    read = read_stock_file(stock)
    assert read.select("stock_code", "current_stock", "unit_cost").rows() == [
        ("00123", 5, 0.1),
        ("77", 2, None),
    ]
    products = write_workbook(
        tmp_path / "products.xlsx", {"P": [["StockCode", "ProductName"], ["a1", " MUG "]]}
    )
    assert read_user_products(products).select("stock_code", "name").rows() == [("A1", "MUG")]


def test_other_cells_are_text_or_blank(clean_file: Clean, tmp_path: Path) -> None:
    """An error cell is blank, a date is its midnight, and blank rows are excluded."""
    error: list[Cell] = ["536367", "A1", "#N/A", 1, date(2011, 3, 2), 1.0, "#REF!"]
    book = write_workbook(tmp_path / "s.xlsx", {"S": [HEADER, FIRST, [None] * 7, error]})
    cleaned = clean_file(book)
    line = cleaned.ledger.filter(pl.col("stock_code") == "A1").row(0, named=True)
    assert (line["customer_id"], line["ordered_at"].isoformat()) == (None, "2011-03-02T00:00:00")
    assert cleaned.reasons() == {"missing_value": 1}


def test_unreadable_workbook_gives_an_actionable_error(clean_file: Clean, tmp_path: Path) -> None:
    """Truncated, another format, password-protected, old or empty: each has its own error."""
    valid = write_workbook(tmp_path / "good.xlsx", {"S": [HEADER, FIRST]}).read_bytes()
    broken = bytearray(valid)
    place = valid.index(b"xl/worksheets/sheet1.xml") + 40
    broken[place : place + 60] = bytes(60)
    cases: dict[str, tuple[bytes, str]] = {
        "cut.xlsx": (valid[: len(valid) // 2], "or damaged"),
        "broken.xlsx": (bytes(broken), "or damaged"),
        "old.xls": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "as .xlsx without a password",
        ),
        "zip.zip": (zipped({"a.csv": b"a,b"}), "zip archive"),
        "binary.xlsb": (zipped({"xl/workbook.bin": b"x"}), "save it as .xlsx"),
        "locked.zip": (password_protected(zipped({"xl/workbook.xml": b"x"})), "password"),
        "no.xlsx": (zipped({"xl/workbook.xml": b"<no"}), "or damaged"),
    }
    for name, (content, message) in cases.items():
        (tmp_path / name).write_bytes(content)
        assert message in refusal_text(clean_file, tmp_path / name), name
    empty = write_workbook(tmp_path / "empty.xlsx", {"S": []})
    assert "no sheet with data" in refusal_text(clean_file, empty)


def test_zip_bomb_is_rejected_whatever_size_it_declares(
    clean_file: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that unpacks beyond the limit is rejected, even if the archive declares little."""
    monkeypatch.setattr(workbook_files, "MOST_UNPACKED", 1_000_000)
    zeros = bytes(4_000_000)
    bomb = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER, FIRST]}, more={"xl/x.xml": zeros})
    expected = statement("workbook_unpacks_too_large", file="b.xlsx", most=1_000_000)
    assert refusal(clean_file, bomb).statement == expected
    size, false_size = len(zeros).to_bytes(4, "little"), (10).to_bytes(4, "little")
    content = bomb.read_bytes()
    assert content.count(size) == 2  # in its own header and in the archive's list
    misdeclared = tmp_path / "liar.xlsx"
    misdeclared.write_bytes(content.replace(size, false_size))
    assert sum(member.file_size for member in zipfile.ZipFile(misdeclared).infolist()) < 10_000
    expected = statement("workbook_unpacks_too_large", file="liar.xlsx", most=1_000_000)
    assert refusal(clean_file, misdeclared).statement == expected


def test_oversized_file_is_rejected_before_reading(
    clean_file: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the limit in bytes."""
    monkeypatch.setattr(workbook_files, "MOST_BYTES", 100)
    book = write_workbook(tmp_path / "b.xlsx", {"S": [HEADER, FIRST]})
    assert refusal(clean_file, book).statement == statement(
        "workbook_too_large", file="b.xlsx", most=100
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files, stored without compression."""
    parts, listed, at = list[bytes](), list[bytes](), 0
    for name, content in files.items():
        head = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little") * 2
        sizes = len(name).to_bytes(2, "little") + bytes(2)
        parts.append(b"PK\x03\x04" + b"\x14" + bytes(9) + head + sizes + name.encode() + content)
        listed.append(
            b"PK\x01\x02" + b"\x14\0\x14" + bytes(9) + head + sizes + bytes(10)
            + at.to_bytes(4, "little") + name.encode()
        )  # fmt: skip
        at += len(parts[-1])
    directory = b"".join(listed)
    count = len(files).to_bytes(2, "little")
    end = b"PK\x05\x06" + bytes(4) + count * 2 + len(directory).to_bytes(4, "little")
    return b"".join(parts) + directory + end + at.to_bytes(4, "little") + bytes(2)


def password_protected(archive: bytes) -> bytes:
    """The archive with its one file flagged as encrypted."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:at] + b"\x01" + archive[at + 1 :]
