"""What the ledger reader takes, and the sentence it answers when it cannot."""

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


def refused(clean_file: Clean, source: Path, **options: object) -> str:
    """The sentence with which the job refuses `source`."""
    with pytest.raises(InvalidInput) as error:
        clean_file(source, **options)
    return error.value.detail


def test_older_spelling_with_a_byte_order_mark_is_the_same_ledger(
    clean_file: Clean, tmp_path: Path
) -> None:
    """InvoiceNo, UnitPrice and CustomerID are read like their newer names."""
    header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    old = clean_file(write(tmp_path / "old.csv", header, LINE, encoding="utf-8-sig"))
    new = clean_file(write(tmp_path / "new.csv", HEADER, LINE))
    assert old.ledger.equals(new.ledger)
    assert old.result.source_layout == "online_retail"


def test_parquet_file_is_known_by_its_content(clean_file: Clean, tmp_path: Path) -> None:
    """A Parquet file without the suffix is read as one; customer 7.0 is customer 7."""
    FRAME.write_parquet(tmp_path / "ledger.dat")
    done = clean_file(tmp_path / "ledger.dat")
    assert done.ledger["customer_id"].to_list() == ["7"]


def test_semicolons_quoted_newlines_and_latin_text_are_read(
    clean_file: Clean, tmp_path: Path
) -> None:
    """What spreadsheets of the western world export is a ledger too."""
    lines = [HEADER.replace(",", ";"), LINE.replace(",", ";").replace("RED MUG", '"CAFÉ\nMUG"')]
    done = clean_file(write(tmp_path / "l.csv", *lines, encoding="cp1252"))
    assert done.names == {"A1": "CAFÉ MUG"}


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
def test_common_date_formats_mean_the_same_moment(
    clean_file: Clean, tmp_path: Path, text: str
) -> None:
    """However 31 March 2011, five past eight, is written, it is that minute."""
    line = LINE.replace("2011-03-01 10:00:00", text)
    done = clean_file(write(tmp_path / "l.csv", HEADER, line))
    assert done.ledger["ordered_at"].to_list() == [datetime(2011, 3, 31, 8, 5)]  # noqa: DTZ001 - the shop's wall clock


def test_day_and_month_are_never_guessed(clean_file: Clean, tmp_path: Path) -> None:
    """Dates that fit both orders are refused until the mapping states the format."""
    source = write(tmp_path / "l.csv", HEADER, LINE.replace("2011-03-01 10:00:00", "03/04/2011"))
    assert "fit both day-month-year and month-day-year" in refused(clean_file, source)
    mapping = write(
        tmp_path / "m.toml",
        "[columns]",
        *[f'{field} = "{field}"' for field in ("Invoice", "StockCode", "Quantity")],
        'InvoiceDate = "InvoiceDate"',
        'Price = "Price"',
        "[format]",
        'date = "%d/%m/%Y"',
    )
    done = clean_file(source, mapping=mapping)
    assert done.result.last_day == date(2011, 4, 3)


def test_quotes_that_quote_nothing_are_read(clean_file: Clean, tmp_path: Path) -> None:
    """`12" RULER` without quotes around it is an everyday name, not a broken file."""
    done = clean_file(write(tmp_path / "l.csv", HEADER, LINE.replace("RED MUG", '12" RULER'), LINE))
    assert done.result.lines_in == 2
    assert '12" RULER' in done.names.values()


def test_line_with_too_many_fields_is_named(clean_file: Clean, tmp_path: Path) -> None:
    """A stray delimiter or an unclosed quote is answered by the line it begins on."""
    sentence = refused(clean_file, write(tmp_path / "l.csv", HEADER, LINE, LINE + ",more"))
    assert "line 3: check quotes and delimiters. The line has 9 fields" in sentence
    unclosed = LINE.replace("RED MUG", '"RED MUG')
    sentence = refused(clean_file, write(tmp_path / "l.csv", HEADER, unclosed, LINE))
    assert "line 2: check quotes and delimiters. The line has 3 fields" in sentence


def test_full_disk_is_an_operating_system_error(clean_file: Clean, tmp_path: Path) -> None:
    """So that the command line can say so instead of showing a traceback."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    (tmp_path / "staging").mkdir()
    (tmp_path / "staging" / "ledger.parquet").symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"ledger\.parquet cannot be written"):
        clean_file(source)


def test_date_that_does_not_parse_is_named_by_line_and_value(
    clean_file: Clean, tmp_path: Path
) -> None:
    """The line is the one an editor shows, quoted newlines counted; mixed orders are refused."""
    good = LINE.replace("RED MUG", '"RED\nMUG"').replace("2011-03-01 10:00:00", "31/03/2011")
    bad = LINE.replace("2011-03-01 10:00:00", "04/13/2011")
    sentence = refused(clean_file, write(tmp_path / "l.csv", HEADER, good, good, bad))
    assert "line 6: “04/13/2011” isn't a date we can read" in sentence


def test_column_that_does_not_parse_is_named_by_line(clean_file: Clean, tmp_path: Path) -> None:
    """Nothing that is not a number slips through as blank; the sentence counts such cells."""
    dear = LINE.replace("2.50", "dear")
    sentence = refused(clean_file, write(tmp_path / "l.csv", HEADER, dear, dear))
    assert "line 2: “dear” (Unit price) isn't a number" in sentence
    assert "2 of 2 lines" in sentence


def test_rubbish_on_or_after_the_as_of_date_changes_nothing(
    clean_file: Clean, tmp_path: Path
) -> None:
    """Values of later lines are not even parsed, let alone decide how a column is read."""
    later = "9,B,LATER,many,2011-03-02 10:00:00,dear,x,France"
    done = clean_file(write(tmp_path / "l.csv", HEADER, LINE, later), as_of=date(2011, 3, 2))
    assert done.ledger.height == 1


@pytest.mark.parametrize("column", ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price"])
def test_missing_column_is_named(clean_file: Clean, tmp_path: Path, column: str) -> None:
    """So is what was found instead."""
    FRAME.drop(column).write_parquet(tmp_path / "l.parquet")
    sentence = refused(clean_file, tmp_path / "l.parquet")
    assert f"has no column {column}." in sentence
    assert "Country" in sentence


def test_duplicate_column_is_refused(clean_file: Clean, tmp_path: Path) -> None:
    """Which of the two counts is not guessed."""
    source = write(tmp_path / "l.csv", HEADER + ",Price", LINE + ",9")
    assert "has the column Price twice" in refused(clean_file, source)


def test_unknown_layout_asks_for_a_mapping(clean_file: Clean, tmp_path: Path) -> None:
    """The sentence lists the columns found and names the option."""
    sentence = refused(clean_file, write(tmp_path / "l.csv", "Bon,Artikel", "1,2"))
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
def test_files_that_are_no_ledger_are_refused(
    clean_file: Clean, tmp_path: Path, content: bytes, expected: str
) -> None:
    """Each with a sentence that says what the file is."""
    source = tmp_path / "l.csv"
    source.write_bytes(content)
    assert expected in refused(clean_file, source)


def test_missing_file_is_named(clean_file: Clean, tmp_path: Path) -> None:
    """So that a typing error is seen at once."""
    assert "nowhere.csv" in refused(clean_file, tmp_path / "nowhere.csv")


def test_truncated_parquet_file_is_refused(clean_file: Clean, tmp_path: Path) -> None:
    """Half a file is damaged, and a CSV named .parquet is none."""
    FRAME.write_parquet(tmp_path / "l.parquet")
    whole = (tmp_path / "l.parquet").read_bytes()
    (tmp_path / "l.parquet").write_bytes(whole[: len(whole) // 2])
    assert "incomplete or damaged" in refused(clean_file, tmp_path / "l.parquet")
    write(tmp_path / "l.parquet", HEADER, LINE)
    assert "named like a Parquet file but isn't one" in refused(clean_file, tmp_path / "l.parquet")


def test_stale_ledger_is_refused_after_fourteen_days(clean_file: Clean, tmp_path: Path) -> None:
    """Fourteen days before the as-of date is fresh enough, fifteen is not."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    assert clean_file(source, as_of=date(2011, 3, 15)).result.as_of == date(2011, 3, 15)
    assert "more than 14 days" in refused(clean_file, source, as_of=date(2011, 3, 16))
    assert "no lines before" in refused(clean_file, source, as_of=date(2011, 3, 1))


def test_ledger_without_a_usable_line_is_refused(clean_file: Clean, tmp_path: Path) -> None:
    """The sentence says why most lines are excluded."""
    source = write(tmp_path / "l.csv", HEADER, LINE.replace("A1", "POST"))
    assert "Most frequent reason: Postage, fee" in refused(clean_file, source)


def test_mapping_names_the_columns_of_any_ledger(clean_file: Clean, tmp_path: Path) -> None:
    """JSON or TOML, decimal commas, line totals and a date format of one's own."""
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
    done = clean_file(source, mapping=tmp_path / "m.json")
    row = done.ledger.row(0, named=True)
    assert (row["stock_code"], row["unit_price"], row["customer_id"]) == ("x1", 252.5, "77")
    assert done.reasons() == {"return_without_order": 1}


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
def test_wrong_mapping_is_explained(
    clean_file: Clean, tmp_path: Path, mapping: str, expected: str
) -> None:
    """Each mistake has its own sentence."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    path = write(tmp_path / "m.toml", mapping)
    assert expected in refused(clean_file, source, mapping=path)


def test_users_product_file_names_products(clean_file: Clean, tmp_path: Path) -> None:
    """Its names win, its attributes stand in the catalogue, and a code twice is refused by line."""
    source = write(tmp_path / "l.csv", HEADER, LINE)
    products = write(tmp_path / "p.csv", "StockCode,ProductName,Brand", "a1,Tasse rot,Hausmarke")
    done = clean_file(source, products=products)
    assert done.names == {"A1": "Tasse rot"}
    assert done.catalogue["brand"].to_list() == ["Hausmarke"]
    write(products, "StockCode,ProductName", "a1,x", "A1,y")
    assert "line 3: product A1 appears twice" in refused(clean_file, source, products=products)
    write(products, "StockCode,Brand", "a1,x")
    assert "Add the column ProductName" in refused(clean_file, source, products=products)
