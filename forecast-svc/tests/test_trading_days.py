"""Trading days ahead: the weekly pattern and last year's holidays."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast_svc.model.trading_days import DAYS, PATTERN_WEEKS, Days, easter, trading_days_ahead

EVERY_DAY = [True] * DAYS


def history(origin: date, closed: set[date], *, weeks: int = 60, shut: int | None = None) -> Days:
    """Weeks up to `origin`, open except on `closed` days and every weekday `shut` (1 = Monday)."""
    first = origin - timedelta(weeks=weeks)
    days = [first + timedelta(days=offset) for offset in range(weeks * DAYS)]
    open_days = [day not in closed and day.isoweekday() != shut for day in days]
    return np.array(open_days).reshape(weeks, DAYS)


def open_by_date(open_days: Days, origin: date) -> dict[date, bool]:
    found = trading_days_ahead(open_days, origin)
    return {origin + timedelta(days=at): bool(is_open) for at, is_open in enumerate(found)}


def closed_days(open_days: Days, origin: date) -> set[date]:
    return {day for day, is_open in open_by_date(open_days, origin).items() if not is_open}


def test_regularly_closed_weekday_stays_closed() -> None:
    """A shop closed on Saturdays is closed next Saturday, whatever day the week begins on."""
    for offset in range(DAYS):
        origin = date(2011, 6, 6) + timedelta(days=offset)
        found = closed_days(history(origin, set(), shut=6), origin)
        assert {day.isoweekday() for day in found} == {6}
        assert len(found) == 1


@pytest.mark.parametrize(("weeks_closed", "expected"), [(4, True), (5, False)])
def test_weekday_open_in_half_of_the_weeks_is_a_trading_day(
    weeks_closed: int, *, expected: bool
) -> None:
    """Four closed Mondays of eight still make it a trading day, five do not."""
    origin = date(2011, 6, 6)
    closed = {origin - timedelta(weeks=ago) for ago in range(1, weeks_closed + 1)}
    assert PATTERN_WEEKS == 8
    assert open_by_date(history(origin, closed), origin)[origin] is expected


def test_christmas_closures_repeat_by_date() -> None:
    """A shop closed from 24 December to 1 January closes on the same dates this year."""
    closed = {date(2010, 12, 24) + timedelta(days=at) for at in range(9)}
    origin = date(2011, 12, 20)
    found = closed_days(history(origin, closed), origin)
    assert found == {date(2011, 12, 24), date(2011, 12, 25), date(2011, 12, 26)}


def test_easter_closures_follow_easter() -> None:
    """Closed on Good Friday and Easter Monday of 2010, three weeks earlier than in 2011."""
    closed = {date(2010, 4, 2), date(2010, 4, 5)}
    assert closed_days(history(date(2011, 4, 20), closed), date(2011, 4, 20)) == {
        date(2011, 4, 22),
        date(2011, 4, 25),
    }
    assert closed_days(history(date(2011, 4, 1), closed), date(2011, 4, 1)) == set()


def test_fixed_date_holidays_do_not_close_adjacent_days() -> None:
    """Closed on 23 December and 3 January last year: 22 December and 4 January are open."""
    closed = {date(2010, 12, 23), date(2010, 1, 3)}
    assert closed_days(history(date(2011, 12, 16), closed), date(2011, 12, 16)) == set()
    assert closed_days(history(date(2011, 1, 4), closed), date(2011, 1, 4)) == set()


def test_other_closures_repeat_after_52_weeks() -> None:
    """A bank holiday Monday last August closes the same Monday this August."""
    origin = date(2011, 8, 26)
    found = closed_days(history(origin, {date(2010, 8, 30)}), origin)
    assert found == {date(2011, 8, 29)}


@pytest.mark.parametrize(
    "open_days",
    [np.zeros((0, DAYS), np.bool_), np.zeros((60, DAYS), np.bool_), np.ones((1, DAYS), np.bool_)],
)
def test_every_day_is_open_without_a_pattern(open_days: Days) -> None:
    """No history, a shop never open, and one week of history all give seven trading days."""
    assert trading_days_ahead(open_days, date(2011, 6, 6)).tolist() == EVERY_DAY


def test_full_week_closed_last_year_is_not_repeated() -> None:
    """Renovation last year does not mean a week without trading days."""
    origin = date(2011, 6, 6)
    renovation = {origin - timedelta(days=364 - at) for at in range(DAYS)}
    assert trading_days_ahead(history(origin, renovation), origin).tolist() == EVERY_DAY


@pytest.mark.parametrize(("origin", "begins"), [(26, 27), (26, 31), (20, 26)])
def test_days_before_the_ledger_are_not_closed_days(origin: int, begins: int) -> None:
    """A ledger that begins within last December's week closes no day of this one."""
    first = date(2017, 12, origin)
    before = {date(2016, 12, 20) + timedelta(days=at) for at in range(begins - 20)}
    open_days = history(first, before, weeks=(first - date(2016, 12, 20)).days // DAYS)
    assert closed_days(open_days, first) == set()


@pytest.mark.parametrize("leap", [date(2012, 2, 27), date(2016, 2, 25), date(2400, 2, 27)])
def test_leap_days_are_handled(leap: date) -> None:
    """The week of 29 February needs no such date in the previous year."""
    assert len(trading_days_ahead(history(leap, set()), leap)) == DAYS


def test_easter_sundays_match_printed_calendars() -> None:
    """Published dates, including the earliest and the latest possible."""
    published = {
        1818: date(1818, 3, 22),
        1943: date(1943, 4, 25),
        1961: date(1961, 4, 2),
        2000: date(2000, 4, 23),
        2008: date(2008, 3, 23),
        2011: date(2011, 4, 24),
        2017: date(2017, 4, 16),
        2024: date(2024, 3, 31),
        2038: date(2038, 4, 25),
    }
    assert {year: easter(year) for year in published} == published
    assert {easter(year).isoweekday() for year in range(1900, 2200)} == {7}
