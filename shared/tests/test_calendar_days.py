"""Calendar days in sentences."""

import calendar
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fleet.sentences import render
from fleet.statements import statement


@given(day=st.dates())
def test_days_use_the_gregorian_calendar(day: date) -> None:
    """Every day, including those before October 1582, is written in the calendar Python uses."""
    month = calendar.month_abbr[day.month].replace("Sep", "Sept")
    text = render(statement("dates_in_future", file="a.csv", lines=1, all=1, today=day))
    assert f" after today, {day.day} {month} {day.year}. " in text
