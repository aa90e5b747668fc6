"""Dates as people write them, interpreted per column."""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.cleaned_ledgers import Clean
from support.workbooks import Cell, write_workbook

from fleet.errors import InvalidInput
from inventory_svc.ledger.cells.dates import read_dates, suggest_format

MAPPING = """[columns]
order_id = "no"
stock_code = "art"
ordered_at = "at"
quantity = "n"
unit_price = "p"
"""


def read(*texts: str, time_zone: str | None = None) -> list[str]:
    """The timestamps of a column, as `2024-01-08 10:16:00`."""
    found = read_dates(pl.Series(texts), time_zone=time_zone)
    assert (found.ambiguous, found.mixed) == (None, None)
    at = dict(found.read.select("value", "at").iter_rows())
    return [str(at[text]) for text in texts]


def ledger(*dates: str) -> str:
    """A file with one line per date."""
    return "no,art,at,n,p\n" + "".join(
        f'{number},A,"{day}",1,2\n' for number, day in enumerate(dates)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Jan 8, 2024",
        "January 8, 2024",
        "8. Januar 2024",
        "8 janv. 2024",
        "8 de enero de 2024",
        "8 gennaio 2024",
        "8 januari 2024",
        "8 stycznia 2024",
        "8-Jan-24",
        "Jan-08-24",
        "2024-Jan-08",
        "Mon, 8 Jan 2024",
        "20240108",
        "45299",
        "2024. 1. 8",
    ],
)
def test_month_names_and_serial_dates_need_no_format(text: str) -> None:
    """Every way to write 8 January 2024 is read as that day."""
    assert read(text) == ["2024-01-08 00:00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-08T22:16:00Z",
        "2024-01-08 22:16:00 +0000",
        "2024-01-08T22:16:00.000+00:00",
        "20240108T221600Z",
        "1704752160",
        "1704752160000",
        "Jan 8, 2024 10:16 PM",
        "Jan-08-24 22:16:00 PST",
        "2024-01-08 10:16 p.m.",
        "45299.92778",
    ],
)
def test_times_are_read_in_any_notation(text: str) -> None:
    """Sixteen minutes past ten in the evening, in every notation."""
    assert read(text)[0].startswith("2024-01-08 22:16")


def test_utc_offset_does_not_change_the_day() -> None:
    """23:30 in New York belongs to that day, though it is already the next day in London."""
    assert read("2024-01-08 23:30:00 -0500") == ["2024-01-08 23:30:00"]


def test_time_zone_of_the_mapping_converts_instants() -> None:
    """Offsets and epochs are converted to the shop's clock; plain times are unchanged."""
    texts = ("2024-01-08 23:30:00 -0500", "1704752160", "2024-01-08 23:30:00")
    assert read(*texts, time_zone="Europe/Berlin") == [
        "2024-01-09 05:30:00",
        "2024-01-08 23:16:00",
        "2024-01-08 23:30:00",
    ]


def test_one_unambiguous_date_decides_the_column() -> None:
    """It decides for dates of other separators and year lengths too."""
    assert read("8/1/2024", "09-01-2024", "13.01.24") == [
        "2024-01-08 00:00:00",
        "2024-01-09 00:00:00",
        "2024-01-13 00:00:00",
    ]


def test_ambiguous_date_suggests_a_format(clean_text: Clean) -> None:
    """The error names the line and gives a format for either reading."""
    with pytest.raises(InvalidInput) as error:
        clean_text(ledger("08/01/2024 10:16", "09/01/2024 10:16"), MAPPING)
    assert "export.csv, line 2" in error.value.detail
    assert '"%d/%m/%Y %H:%M" or "%m/%d/%Y %H:%M"' in error.value.detail
    assert suggest_format("1/8/24 10:16 AM", "month-day-year") == "%m/%d/%y %I:%M %p"


def test_mixed_day_month_orders_are_rejected(clean_text: Clean) -> None:
    """Ambiguous dates in such a column could be wrong without notice."""
    with pytest.raises(InvalidInput, match="swapped"):
        clean_text(ledger("31/03/2024", "03/31/2024", "01/02/2024"), MAPPING)


def test_format_can_include_an_offset(clean_text: Clean) -> None:
    """`%z`, which Shopify's own dates need, is allowed in a format."""
    mapping = MAPPING + '[format]\ndate = "%Y-%m-%d %H:%M:%S %z"\n'
    cleaned = clean_text(ledger("2024-01-08 23:30:00 -0500", "2024-07-08 23:30:00 -0400"), mapping)
    assert [str(at) for at in cleaned.ledger["ordered_at"]] == [
        "2024-01-08 23:30:00",
        "2024-07-08 23:30:00",
    ]


def test_unknown_time_zone_is_rejected(clean_text: Clean) -> None:
    """The error gives a valid example."""
    with pytest.raises(InvalidInput, match="like Europe/Berlin"):
        clean_text(ledger("2024-01-08"), MAPPING + '[format]\ntime_zone = "Berlin"\n')


def test_day_and_time_can_be_two_columns(clean_text: Clean) -> None:
    """The mapping names the second one."""
    text = "no,art,at,clock,n,p\n1,A,2024-01-08,9:31 PM,1,2\n2,A,2024-01-09,,1,2\n"
    cleaned = clean_text(text, MAPPING + 'ordered_time = "clock"\n')
    assert [str(at) for at in cleaned.ledger["ordered_at"]] == [
        "2024-01-08 21:31:00",
        "2024-01-09 00:00:00",
    ]


def swapped_workbook(path: Any) -> Any:
    """What an American Excel makes of 1 to 20 January written with the day first."""
    rows: list[list[Cell]] = []
    for day in range(1, 21):
        at: Cell = datetime(2024, day, 1) if day <= 12 else f"{day}/01/2024"  # noqa: DTZ001 - the shop's wall clock; months
        rows.append([day, "A", at, 1, 2.0])
    return write_workbook(path, {"Sales": [["no", "art", "at", "n", "p"], *rows]})


@pytest.mark.parametrize("form", ["", '[format]\ndate = "%d/%m/%Y"\n'])
def test_dates_swapped_by_excel_are_rejected(clean_file: Clean, tmp_path: Path, form: str) -> None:
    """Cells up to the 12th and texts above it are never guessed at, with or without a format."""
    (tmp_path / "m.toml").write_text(MAPPING + form)
    with pytest.raises(InvalidInput, match="sheet Sales, row 2: Excel has swapped"):
        clean_file(swapped_workbook(tmp_path / "s.xlsx"), mapping=tmp_path / "m.toml")


def test_few_unreadable_dates_are_excluded_and_many_rejected(clean_text: Clean) -> None:
    """A single one is excluded with its text; more than 5 % and more than 20 reject the file."""
    valid = ["2024-01-08"] * 100
    cleaned = clean_text(ledger(*valid, "soon"), MAPPING)
    (entry,) = cleaned.quality["set_aside"][:1]
    assert (entry["reason"], entry["rows"]) == ("unreadable_value", 1)
    assert (entry["example"]["column"], entry["example"]["text"]) == ("ordered_at", "soon")
    with pytest.raises(InvalidInput, match=r"line 102: “soon” .* 21 of 121 lines"):
        clean_text(ledger(*valid, *["soon"] * 21), MAPPING)
    assert clean_text(ledger(*valid, *["soon"] * 20), MAPPING).result.lines_kept == 100
