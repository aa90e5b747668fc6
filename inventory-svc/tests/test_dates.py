"""Dates as people write them, read by column."""

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
    """The moments of a column, as `2024-01-08 10:16:00`."""
    found = read_dates(pl.Series(texts), time_zone=time_zone)
    assert (found.ambiguous, found.mixed) == (None, None)
    at = dict(found.read.select("value", "at").iter_rows())
    return [str(at[text]) for text in texts]


def ledger(*dates: str) -> str:
    """A file with a line for each date."""
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
def test_months_by_name_and_counted_days_need_no_format(text: str) -> None:
    """However 8 January 2024 is written, it is that day."""
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
def test_times_are_read_to_the_minute(text: str) -> None:
    """Sixteen past ten in the evening, in every spelling."""
    assert read(text)[0].startswith("2024-01-08 22:16")


def test_written_offset_keeps_the_day_as_written() -> None:
    """Half past eleven in New York is that day, though it is the next one in London."""
    assert read("2024-01-08 23:30:00 -0500") == ["2024-01-08 23:30:00"]


def test_time_zone_turns_instants_into_the_shops_days() -> None:
    """Where the mapping names one, offsets and epochs become its clock, and plain times stay."""
    texts = ("2024-01-08 23:30:00 -0500", "1704752160", "2024-01-08 23:30:00")
    assert read(*texts, time_zone="Europe/Berlin") == [
        "2024-01-09 05:30:00",
        "2024-01-08 23:16:00",
        "2024-01-08 23:30:00",
    ]


def test_one_value_settles_day_and_month_for_the_column() -> None:
    """Two separators and two lengths of the year are one order."""
    assert read("8/1/2024", "09-01-2024", "13.01.24") == [
        "2024-01-08 00:00:00",
        "2024-01-09 00:00:00",
        "2024-01-13 00:00:00",
    ]


def test_hint_is_built_from_the_value_seen(clean_text: Clean) -> None:
    """The refusal names the place, and a format for either reading."""
    with pytest.raises(InvalidInput) as refused:
        clean_text(ledger("08/01/2024 10:16", "09/01/2024 10:16"), MAPPING)
    assert "export.csv, line 2" in refused.value.detail
    assert '"%d/%m/%Y %H:%M" or "%m/%d/%Y %H:%M"' in refused.value.detail
    assert suggest_format("1/8/24 10:16 AM", "month-day-year") == "%m/%d/%y %I:%M %p"


def test_two_orders_in_one_column_are_refused(clean_text: Clean) -> None:
    """Dates that fit both could be either then, and would be wrong without a word."""
    with pytest.raises(InvalidInput, match="the other way round"):
        clean_text(ledger("31/03/2024", "03/31/2024", "01/02/2024"), MAPPING)


def test_stated_format_may_have_an_offset(clean_text: Clean) -> None:
    """`%z`, as Shopify's own dates need it, is a format like any other."""
    mapping = MAPPING + '[format]\ndate = "%Y-%m-%d %H:%M:%S %z"\n'
    done = clean_text(ledger("2024-01-08 23:30:00 -0500", "2024-07-08 23:30:00 -0400"), mapping)
    assert [str(at) for at in done.ledger["ordered_at"]] == [
        "2024-01-08 23:30:00",
        "2024-07-08 23:30:00",
    ]


def test_time_zone_that_is_none_is_refused(clean_text: Clean) -> None:
    """The sentence shows one that is."""
    with pytest.raises(InvalidInput, match="like Europe/Berlin"):
        clean_text(ledger("2024-01-08"), MAPPING + '[format]\ntime_zone = "Berlin"\n')


def test_day_and_time_may_stand_in_two_columns(clean_text: Clean) -> None:
    """The mapping names the second one."""
    text = "no,art,at,clock,n,p\n1,A,2024-01-08,9:31 PM,1,2\n2,A,2024-01-09,,1,2\n"
    done = clean_text(text, MAPPING + 'ordered_time = "clock"\n')
    assert [str(at) for at in done.ledger["ordered_at"]] == [
        "2024-01-08 21:31:00",
        "2024-01-09 00:00:00",
    ]


def swapped_book(path: Any) -> Any:
    """What an American Excel makes of dates from 1 to 20 January written with the day first."""
    rows: list[list[Cell]] = []
    for day in range(1, 21):
        at: Cell = datetime(2024, day, 1) if day <= 12 else f"{day}/01/2024"  # noqa: DTZ001 - the shop's wall clock; months
        rows.append([day, "A", at, 1, 2.0])
    return write_workbook(path, {"Sales": [["no", "art", "at", "n", "p"], *rows]})


@pytest.mark.parametrize("form", ["", '[format]\ndate = "%d/%m/%Y"\n'])
def test_dates_that_excel_has_swapped_are_refused_by_name(
    clean_file: Clean, tmp_path: Path, form: str
) -> None:
    """Cells up to the twelfth, texts above: with or without a format, no guess is made."""
    (tmp_path / "m.toml").write_text(MAPPING + form)
    with pytest.raises(InvalidInput, match="sheet Sales, row 2: Excel has swapped"):
        clean_file(swapped_book(tmp_path / "s.xlsx"), mapping=tmp_path / "m.toml")


def test_bad_dates_are_excluded_up_to_a_share(clean_text: Clean) -> None:
    """One in many is excluded with its text; more than 5 % and more than 20 refuse the file."""
    good = ["2024-01-08"] * 100
    done = clean_text(ledger(*good, "soon"), MAPPING)
    (entry,) = done.quality["set_aside"][:1]
    assert (entry["reason"], entry["rows"]) == ("unreadable_value", 1)
    assert (entry["example"]["column"], entry["example"]["text"]) == ("ordered_at", "soon")
    with pytest.raises(InvalidInput, match=r"line 102: “soon” .* 21 of 121 lines"):
        clean_text(ledger(*good, *["soon"] * 21), MAPPING)
    assert clean_text(ledger(*good, *["soon"] * 20), MAPPING).result.lines_kept == 100
