"""Ledgers that cannot be used: one sentence that says where and what to do, and nothing else."""

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


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """Writes `content` as a CSV."""

    def make(folder: Path) -> Path:
        path = folder / "ledger.csv"
        path.write_bytes(content.encode(encoding))
        return path

    return make


def parquet(frame: pl.DataFrame) -> Callable[[Path], Path]:
    """Writes `frame` as Parquet."""

    def make(folder: Path) -> Path:
        return write_ledger(frame, folder / "ledger.parquet")

    return make


def cancelled() -> pl.DataFrame:
    """Every order cancelled within the hour."""
    orders = [Sale(order=f"{at}", code=f"A{at}", units=3, ago=at) for at in range(50)]
    again = [
        Sale(order=f"C{sale.order}", code=sale.code, units=-3, ago=sale.ago - 0.01)
        for sale in orders
    ]
    return as_ledger([*orders, *again])


def of_year(year: int, lines: int) -> list[Sale]:
    """Lines on a day of that year."""
    days = (date(2011, 9, 8) - date(year, 6, 1)).days
    return [Sale(order=f"{year}-{at}", ago=days) for at in range(lines)]


def with_line(line: str) -> str:
    return f"{HEADER}\n{LINE}\n{line}\n"


CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "column twice": (text(f"{HEADER},Quantity\n{LINE},3\n"), "the column Quantity twice"),
    "column missing": (text("Invoice,StockCode\n1,A1\n"), "name the columns in a mapping file"),
    "column names alone": (text(f"{HEADER}\n"), "column names but no lines"),
    "nothing but a byte-order mark": (text("\ufeff"), "begins with a blank line"),
    "UTF-16 without a line": (text(f"{HEADER}\n", "utf-16"), "no lines"),
    "no text": (text(f"{HEADER}\n{LINE}\0\n"), "a text file"),
    "mixed dates": (text(with_line(LINE.replace("2011-09-08", "09/08/2011"))), "line 3"),
    "dates in either order": (
        text(f"{HEADER}\n{LINE}\n".replace("2011-09-08", "09/08/2011")),
        "[format] date",
    ),
    "numbers that are none": (
        text(f"{HEADER}\n{LINE}\n{LINE}\n".replace("2.5", "dear")),
        "line 2: “dear”",
    ),
    "a line with more fields": (text(with_line(f"{LINE},{LINE}")), "line 3"),
    "a quote that never ends": (text(with_line(f'1,"A1,{LINE}')), "line 3"),
    "all cancelled": (parquet(cancelled()), "Cancellation or return, deducted"),
    "free of charge": (parquet(as_ledger([Sale(price=0.0)])), "Check that the file contains"),
    "the future alone": (parquet(as_ledger(of_year(2099, 20))), "this machine's clock"),
    "mostly the future": (
        parquet(as_ledger([*of_year(2099, 20), *of_year(2011, 9)])),
        "20 of its 29 lines",
    ),
    "the year 1": (
        parquet(as_ledger([Sale(), *of_year(1, 1)])),
        "row 2: the date is in the year 1.",
    ),
    "no dates": (parquet(as_ledger([Sale()]).with_columns(InvoiceDate=None)), "no line has a date"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_ledger_that_cannot_be_used_is_explained(case: str, tmp_path: Path) -> None:
    """One sentence names the file and what is wrong, and no snapshot nor half of one is left."""
    make, says = CASES[case]
    ledger = make(tmp_path)
    with pytest.raises(InvalidInput) as refused:
        refreshed(tmp_path / "state", ledger)
    sentence = refused.value.detail
    assert ledger.name in sentence
    assert says in sentence
    assert sentence.endswith(".")
    assert list((tmp_path / "state" / "snapshots").iterdir()) == []
    assert not (tmp_path / "state" / "CURRENT").exists()


@pytest.mark.parametrize("day", [date(2, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
def test_an_as_of_date_of_another_age_is_refused(day: date, tmp_path: Path) -> None:
    """Nobody plans for the year 2 or 9999, whatever lines there are around it."""
    lines = [Sale(ago=(date(2011, 9, 8) - day).days + 1)]
    ledger = write_ledger(as_ledger(lines), tmp_path / "ledger.parquet")
    with pytest.raises(InvalidInput, match="Choose a cut-off day from 1900 to 2200"):
        refreshed(tmp_path / "state", ledger, as_of=day)
