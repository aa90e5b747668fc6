"""Unusable ledgers: one message that says where and what to do, and nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from support.ledgers import write_ledger
from support.sales import Sale, as_ledger, refreshed

from fleet.errors import InvalidInput

HEADER = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
LINE = "1,A1,MUG,2,2011-09-08 10:00:00,2.5,7,UK"


def csv_writer(content: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """A function that writes `content` as a CSV."""

    def make(folder: Path) -> Path:
        path = folder / "ledger.csv"
        path.write_bytes(content.encode(encoding))
        return path

    return make


def parquet_writer(frame: pl.DataFrame) -> Callable[[Path], Path]:
    """A function that writes `frame` as Parquet."""

    def make(folder: Path) -> Path:
        return write_ledger(frame, folder / "ledger.parquet")

    return make


def all_cancelled() -> pl.DataFrame:
    """Every order is cancelled within the hour."""
    orders = [Sale(order=f"{at}", code=f"A{at}", units=3, ago=at) for at in range(50)]
    cancellations = [
        Sale(order=f"C{sale.order}", code=sale.code, units=-3, ago=sale.ago - 0.01)
        for sale in orders
    ]
    return as_ledger([*orders, *cancellations])


def lines_in_year(year: int, lines: int) -> list[Sale]:
    """Lines on a day of that year."""
    days = (date(2011, 9, 8) - date(year, 6, 1)).days
    return [Sale(order=f"{year}-{at}", ago=days) for at in range(lines)]


def with_line(line: str) -> str:
    return f"{HEADER}\n{LINE}\n{line}\n"


CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "column twice": (csv_writer(f"{HEADER},Quantity\n{LINE},3\n"), "the column Quantity twice"),
    "column missing": (
        csv_writer("Invoice,StockCode\n1,A1\n"),
        "name the columns in a mapping file",
    ),
    "column names alone": (csv_writer(f"{HEADER}\n"), "column names but no lines"),
    "nothing but a byte-order mark": (csv_writer("\ufeff"), "begins with a blank line"),
    "UTF-16 without a line": (csv_writer(f"{HEADER}\n", "utf-16"), "no lines"),
    "no text": (csv_writer(f"{HEADER}\n{LINE}\0\n"), "a text file"),
    "mixed dates": (csv_writer(with_line(LINE.replace("2011-09-08", "09/08/2011"))), "line 3"),
    "dates in either order": (
        csv_writer(f"{HEADER}\n{LINE}\n".replace("2011-09-08", "09/08/2011")),
        "[format] date",
    ),
    "numbers that are none": (
        csv_writer(f"{HEADER}\n{LINE}\n{LINE}\n".replace("2.5", "dear")),
        "line 2: “dear”",
    ),
    "a line with more fields": (csv_writer(with_line(f"{LINE},{LINE}")), "line 3"),
    "a quote that never ends": (csv_writer(with_line(f'1,"A1,{LINE}')), "line 3"),
    "all cancelled": (parquet_writer(all_cancelled()), "Cancellation or return, deducted"),
    "free of charge": (
        parquet_writer(as_ledger([Sale(price=0.0)])),
        "Check that the file contains",
    ),
    "the future alone": (
        parquet_writer(as_ledger(lines_in_year(2099, 20))),
        "this machine's clock",
    ),
    "mostly the future": (
        parquet_writer(as_ledger([*lines_in_year(2099, 20), *lines_in_year(2011, 9)])),
        "20 of its 29 lines",
    ),
    "the year 1": (
        parquet_writer(as_ledger([Sale(), *lines_in_year(1, 1)])),
        "row 2: the date is in the year 1.",
    ),
    "no dates": (
        parquet_writer(as_ledger([Sale()]).with_columns(InvoiceDate=None)),
        "no line has a date",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_unusable_ledger_gets_one_message(case: str, tmp_path: Path) -> None:
    """It names the file and what is wrong, and no snapshot is left, not even a partial one."""
    make, message = CASES[case]
    ledger = make(tmp_path)
    with pytest.raises(InvalidInput) as refused:
        refreshed(tmp_path / "state", ledger)
    sentence = refused.value.detail
    assert ledger.name in sentence
    assert message in sentence
    assert sentence.endswith(".")
    assert list((tmp_path / "state" / "snapshots").iterdir()) == []
    assert not (tmp_path / "state" / "CURRENT").exists()


@pytest.mark.parametrize("day", [date(2, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
def test_implausible_as_of_date_is_rejected(day: date, tmp_path: Path) -> None:
    """The years 2 and 9999 are rejected, whatever lines there are around them."""
    lines = [Sale(ago=(date(2011, 9, 8) - day).days + 1)]
    ledger = write_ledger(as_ledger(lines), tmp_path / "ledger.parquet")
    with pytest.raises(InvalidInput, match="Choose a cut-off day from 1900 to 2200"):
        refreshed(tmp_path / "state", ledger, as_of=day)
