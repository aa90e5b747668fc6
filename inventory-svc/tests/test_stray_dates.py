"""The last day of a ledger despite stray dates."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.errors import InvalidInput
from inventory_svc.ledger.refresh import refresh_ledger
from inventory_svc.ledger.stray_dates import STRAY_GAP_DAYS, STRAY_SHARE, last_plausible_day

TODAY = date(2026, 1, 15)
END = date(2011, 9, 8)


def last(*days: date | None, today: date = TODAY) -> date:
    return last_plausible_day(pl.Series("day", days, pl.Date), today, "ledger.csv")


def regular_ledger(lines: int) -> list[date]:
    """Lines on the days up to END."""
    return [END - timedelta(days=at % 200) for at in range(lines)]


def test_last_line_is_the_last_day() -> None:
    """Blank dates and the order of lines do not matter."""
    assert last(None, END, date(2011, 1, 1), None) == END


def test_tomorrow_is_valid_in_some_time_zone() -> None:
    """A line dated tomorrow counts, one dated the day after is stray."""
    tomorrow = TODAY + timedelta(days=1)
    assert last(TODAY, tomorrow) == tomorrow
    assert last(TODAY, tomorrow, tomorrow + timedelta(days=1)) == tomorrow


def test_more_than_half_in_the_future_is_rejected() -> None:
    """Beyond half, the clock is as likely wrong as the dates, and the error says so."""
    assert last(END, date(2099, 1, 1)) == END
    with pytest.raises(InvalidInput, match="2 of its 3 lines are dated after today, 15 Jan 2026"):
        last(END, date(2099, 1, 1), date(2099, 1, 1))


@pytest.mark.parametrize(
    ("gap", "tail", "stray"),
    [
        (STRAY_GAP_DAYS + 1, 1, True),
        (STRAY_GAP_DAYS + 1, 2, True),
        (STRAY_GAP_DAYS + 1, 3, False),
        (STRAY_GAP_DAYS, 1, False),
    ],
)
def test_few_lines_a_year_after_all_others_are_stray(gap: int, tail: int, *, stray: bool) -> None:
    """One line in a hundred over 366 days later is stray; more lines or a shorter gap are not."""
    assert STRAY_SHARE == 100
    later = END + timedelta(days=gap)
    assert last(*regular_ledger(200), *[later] * tail) == (END if stray else later)


def test_several_stray_dates_are_all_stray() -> None:
    """2013 and 2019 after a ledger of 2011: neither is its last day."""
    assert last(*regular_ledger(200), date(2013, 1, 1), date(2019, 1, 1)) == END


days = st.integers(0, 9000).map(lambda at: date(2000, 1, 1) + timedelta(days=at))


@settings(deadline=None)
@given(st.lists(days, min_size=1, max_size=8), st.integers(0, 400))
def test_removing_stray_lines_keeps_the_last_day(some: list[date], many: int) -> None:
    """Applied to the rest, the rule finds the same day, and it is one of the ledger's days."""
    ledger = [*some, *regular_ledger(many)]
    found = last(*ledger)
    assert found in ledger
    assert last(*[day for day in ledger if day <= found]) == found


def test_clock_matters_only_for_future_dates(tmp_path: Path) -> None:
    """A ledger that has ended gives the same files on any later day."""
    source = tmp_path / "ledger.csv"
    header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
    source.write_text(f"{header}\n1,A1,MUG,2,2011-09-08 10:00:00,2.5,7,UK\n")
    found: list[bytes] = []
    for today in (date(2011, 9, 8), date(2011, 9, 9), date(2099, 1, 1)):
        assert refresh_ledger(source, tmp_path, today=today).as_of == date(2011, 9, 9)
        found.append((tmp_path / "data_quality.json").read_bytes())
    assert len(set(found)) == 1
