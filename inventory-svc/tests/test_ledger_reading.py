"""Which files the ledger reader accepts, and the error for those it does not."""

import gzip
import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from support.cleaned_ledgers import Clean

from fleet.errors import InvalidInput

HEADER = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
LINE = "1,A1,RED MUG,5,2011-03-01 10:00:00,2.50,7,France"
FRAME = pl.DataFrame(
    {
        "Invoice": ["1"],
        "StockCode": ["A1"],
        "Description": ["RED MUG"],
        "Quantity": [5],
        "InvoiceDate": [datetime(2011, 3, 1, 10)],  # noqa: DTZ001 - the shop's wall clock
        "Price": [2.5],
        "Customer ID": [7.0],
        "Country": ["France"],
    }
)


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines."""
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def refusal_text(clean_file: Clean, source: Path, **options: object) -> str:
    """The sentence with which the job rejects `source`."""
    with pytest.raises(InvalidInput) as error:
        clean_file(source, **options)
    return error.value.detail


def test_older_headers_and_byte_order_mark_are_accepted(clean_file: Clean, tmp_path: Path) -> None:
    """InvoiceNo, UnitPrice and CustomerID are read like their newer names."""
    header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    old = clean_file(write(tmp_path / "old.csv", header, LINE, encoding="utf-8-sig"))
    new = clean_file(write(tmp_path / "new.csv", HEADER, LINE))
    assert old.ledger.equals(new.ledger)
    assert old.result.source_layout == "online_retail"


def test_parquet_is_detected_by_content(clean_file: Clean, tmp_path: Path) -> None:
    """A Parquet file without the suffix is read as one; customer 7.0 is customer 7."""
    FRAME.write_parquet(tmp_path / "ledger.dat")
    cleaned = clean_file(tmp_path / "ledger.dat")
    assert cleaned.ledger["customer_id"].to_list() == ["7"]


def test_semicolons_quoted_newlines_and_latin_text_are_read(
    clean_file: Clean, tmp_path: Path
) -> None:
    """European spreadsheet exports are accepted."""
    lines = [HEADER.replace(",", ";"), LINE.replace(",", ";").replace("RED MUG", '"CAFÉ\nMUG"')]
    cleaned = clean_file(write(tmp_path / "l.csv", *lines, encoding="cp1252"))
    assert cleaned.names == {"A1": "CAFÉ MUG"}


@pytest.mark.parametrize(
    "text",
    [
        "2011-03-31 08:05:00",
        "2011-03-31T08:05:00Z",
        "2011-03-31 08:05:00.123",
        "2011/03/31 8:05",
        "31/03/2011 08:05",
        "31.3.2011 8:05",
        "3/31/2011 8:05",
        "3/31/2011 8:05:00 AM",
        "31/03/11 08:05",
        "31-Mar-2011 08:05",
    ],
)
def test_common_date_formats_are_equivalent(clean_file: Clean, tmp_path: Path, text: str) -> None:
    """All notations of 31 March 2011, 8:05, give that minute."""
    line = LINE.replace("2011-03-01 10:00:00", text)
    cleaned = clean_file(write(tmp_path / "l.csv", HEADER, line))
    assert cleaned.ledger["ordered_at"].to_list() == [datetime(2011, 3, 31, 8, 5)]  # noqa: DTZ001 - the shop's wall clock


def test_day_and_month_are_never_guessed(clean_file: Clean, tmp_path: Path) -> None:
    """Ambiguous dates are rejected until the mapping states the format."""
    source = write(tmp_path / "l.csv", HEADER, LINE.replace("2011-03-01 10:00:00", "03/04/2011"))
    assert "fit both day-month-year and month-day-year" in refusal_text(clean_file, source)
    mapping = write(
        tmp_path / "m.toml",
        "[columns]",
        *[f'{field} = "{field}"' for field in ("Invoice", "StockCode", "Quantity")],
        'InvoiceDate = "InvoiceDate"',
        'Price = "Price"',
        "[format]",
        'date = "%d/%m/%Y"',
    )
    cleaned = clean_file(source, mapping=mapping)
    assert cleaned.result.last_day == date(2011, 4, 3)


def test_stray_quotes_are_read(clean_file: Clean, tmp_path: Path) -> None:
    """`12" RULER` without quotes around it is a common name, not a broken file."""
    cleaned = clean_file(
        write(tmp_path / "l.csv", HEADER, LINE.replace("RED MUG", '12" RULER'), LINE)
    )
    assert cleaned.result.lines_in == 2
    assert '12" RULER' in cleaned.names.values()


def test_line_with_wrong_field_count_is_named(clean_file: Clean, tmp_path: Path) -> None:
    """For a stray delimiter or an unclosed quote, the error names the line on which it begins."""
    sentence = refusal_text(clean_file, write(tmp_path / "l.csv", HEADER, LINE, LINE + ",more"))
    assert "line 3: check quotes and delimiters. The line has 9 fields" in sentence
    unclosed = LINE.replace("RED MUG", '"RED MUG')
    sentence = refusal_text(clean_file, write(tmp_path / "l.csv", HEADER, unclosed, LINE))
    assert "line 2: check quotes and delimiters. The line has 3 fields" in sentence


def test_full_disk_raises_an_os_error(clean_file: Clean, tmp_path: Path) -> None:
    """The command line can then report it instead of showing a traceback."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    (tmp_path / "staging").mkdir()
    (tmp_path / "staging" / "ledger.parquet").symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"ledger\.parquet cannot be written"):
        clean_file(source)


def test_error_names_line_and_value_of_an_invalid_date(clean_file: Clean, tmp_path: Path) -> None:
    """Lines are counted as an editor does, including quoted newlines."""
    valid = LINE.replace("RED MUG", '"RED\nMUG"').replace("2011-03-01 10:00:00", "31/03/2011")
    invalid = LINE.replace("2011-03-01 10:00:00", "04/13/2011")
    sentence = refusal_text(clean_file, write(tmp_path / "l.csv", HEADER, valid, valid, invalid))
    assert "line 6: “04/13/2011” isn't a date we can read" in sentence


def test_error_names_line_and_count_of_invalid_numbers(clean_file: Clean, tmp_path: Path) -> None:
    """Text that is not a number is never read as blank."""
    dear = LINE.replace("2.50", "dear")
    sentence = refusal_text(clean_file, write(tmp_path / "l.csv", HEADER, dear, dear))
    assert "line 2: “dear” (Unit price) isn't a number" in sentence
    assert "2 of 2 lines" in sentence


def test_invalid_lines_from_the_as_of_date_are_ignored(clean_file: Clean, tmp_path: Path) -> None:
    """Values of later lines are not parsed and do not affect how a column is read."""
    later = "9,B,LATER,many,2011-03-02 10:00:00,dear,x,France"
    cleaned = clean_file(write(tmp_path / "l.csv", HEADER, LINE, later), as_of=date(2011, 3, 2))
    assert cleaned.ledger.height == 1


@pytest.mark.parametrize("column", ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price"])
def test_missing_column_is_named(clean_file: Clean, tmp_path: Path, column: str) -> None:
    """The error also lists the columns that were found."""
    FRAME.drop(column).write_parquet(tmp_path / "l.parquet")
    sentence = refusal_text(clean_file, tmp_path / "l.parquet")
    assert f"has no column {column}." in sentence
    assert "Country" in sentence


def test_duplicate_column_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """The reader does not guess which of the two is meant."""
    source = write(tmp_path / "l.csv", HEADER + ",Price", LINE + ",9")
    assert "has the column Price twice" in refusal_text(clean_file, source)


def test_unknown_layout_asks_for_a_mapping(clean_file: Clean, tmp_path: Path) -> None:
    """The error lists the columns found and names the option."""
    sentence = refusal_text(clean_file, write(tmp_path / "l.csv", "Bon,Artikel", "1,2"))
    assert "Bon, Artikel" in sentence
    assert "--mapping" in sentence


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (gzip.compress(b"x", mtime=0), "compressed with gzip"),
        ((HEADER + "\n").encode("utf-16"), "no lines"),
        (b"a\0b,c\n", "a text file"),
        ((HEADER + "\n").encode(), "no lines"),
        (b"\nInvoice\n", "blank line"),
    ],
)
def test_other_files_are_rejected(
    clean_file: Clean, tmp_path: Path, content: bytes, expected: str
) -> None:
    """Each error says what kind of file it is."""
    source = tmp_path / "l.csv"
    source.write_bytes(content)
    assert expected in refusal_text(clean_file, source)


def test_missing_file_is_named(clean_file: Clean, tmp_path: Path) -> None:
    """A mistyped path is visible in the error."""
    assert "nowhere.csv" in refusal_text(clean_file, tmp_path / "nowhere.csv")


def test_truncated_parquet_file_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """Half a file is damaged, and a CSV named .parquet is not a Parquet file."""
    FRAME.write_parquet(tmp_path / "l.parquet")
    file_bytes = (tmp_path / "l.parquet").read_bytes()
    (tmp_path / "l.parquet").write_bytes(file_bytes[: len(file_bytes) // 2])
    assert "incomplete or damaged" in refusal_text(clean_file, tmp_path / "l.parquet")
    write(tmp_path / "l.parquet", HEADER, LINE)
    assert "named like a Parquet file but isn't one" in refusal_text(
        clean_file, tmp_path / "l.parquet"
    )


def test_ledger_older_than_fourteen_days_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """A last line fourteen days before the as-of date is accepted, fifteen days is not."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    assert clean_file(source, as_of=date(2011, 3, 15)).result.as_of == date(2011, 3, 15)
    assert "more than 14 days" in refusal_text(clean_file, source, as_of=date(2011, 3, 16))
    assert "no lines before" in refusal_text(clean_file, source, as_of=date(2011, 3, 1))


def test_ledger_without_usable_lines_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """The error gives the reason for which most lines are excluded."""
    source = write(tmp_path / "l.csv", HEADER, LINE.replace("A1", "POST"))
    assert "Most frequent reason: Postage, fee" in refusal_text(clean_file, source)


def test_mapping_names_the_columns_of_any_ledger(clean_file: Clean, tmp_path: Path) -> None:
    """JSON or TOML, decimal commas, line totals and a custom date format."""
    source = write(
        tmp_path / "l.csv",
        "Bon;Artikel;Datum;Menge;Betrag;Karte;Text",
        "1;x1;31.03.2011;4;1.010,00;77;Tasse",
        "1;x2;31.03.2011;-1;2,50;77;Teller",
    )
    mapping = {
        "columns": {
            "order_id": "Bon",
            "stock_code": "Artikel",
            "ordered_at": "datum",
            "quantity": "Menge",
            "line_total": "Betrag",
            "customer_id": "Karte",
            "name": "Text",
        },
        "format": {"decimal": ",", "date": "%d.%m.%Y"},
    }
    (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
    cleaned = clean_file(source, mapping=tmp_path / "m.json")
    row = cleaned.ledger.row(0, named=True)
    assert (row["stock_code"], row["unit_price"], row["customer_id"]) == ("x1", 252.5, "77")
    assert cleaned.reasons() == {"return_without_order": 1}


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("[columns", "neither TOML nor JSON"),
        ('stock_code = "x"', "has no table [columns]"),
        ("[columns]\nstock_code = 3", "must be text"),
        ('[columns]\nprize = "x"', "can't be used as “prize”"),
        ('[columns]\nstock_code = "x"', "does not name the column of order_id"),
        (
            '[columns]\norder_id="Nope"\nstock_code="b"\nquantity="c"\nordered_at="d"\nunit_price="e"',
            "has no column Nope",
        ),
        ('[columns]\n[format]\ndecimal = ";"', "format.decimal"),
    ],
)
def test_invalid_mapping_is_explained(
    clean_file: Clean, tmp_path: Path, mapping: str, expected: str
) -> None:
    """Each mistake has its own message."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    path = write(tmp_path / "m.toml", mapping)
    assert expected in refusal_text(clean_file, source, mapping=path)


def test_product_file_names_products(clean_file: Clean, tmp_path: Path) -> None:
    """Its names win, its attributes reach the catalogue, and a repeated code is rejected."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    products = write(tmp_path / "p.csv", "StockCode,ProductName,Brand", "a1,Tasse rot,Hausmarke")
    cleaned = clean_file(source, products=products)
    assert cleaned.names == {"A1": "Tasse rot"}
    assert cleaned.catalogue["brand"].to_list() == ["Hausmarke"]
    write(products, "StockCode,ProductName", "a1,x", "A1,y")
    assert "line 3: product A1 appears twice" in refusal_text(clean_file, source, products=products)
    write(products, "StockCode,Brand", "a1,x")
    assert "Add the column ProductName" in refusal_text(clean_file, source, products=products)
