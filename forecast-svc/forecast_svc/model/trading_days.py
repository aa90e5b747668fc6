"""Predicting on which of the coming days the shop trades, from past trading days."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.bool_]

DAYS: Final = 7
PATTERN_WEEKS: Final = 8
"""Weeks that determine the weekly pattern: a weekday open in half of them is a trading day."""

_HOLIDAYS: Final = ((12, 23), (1, 3))
"""First and last (month, day) of holidays with fixed dates."""


def trading_days_ahead(open_days: Days, origin: date) -> Days:
    """Whether the shop is expected to trade on each of the seven days from `origin`.

    The weekly pattern decides, except for last year's holidays: a usual trading day is expected to
    be closed if the shop was closed on the same date (around the turn of the year), on the same day
    relative to Easter (within a week of it), or otherwise 52 weeks earlier, unless that day was
    such a holiday. Days before the ledger begins are ignored. Without history, or if no weekday was
    open half of the time, every day counts as a trading day.

    Args:
        open_days: Shape (weeks, 7), newest week last, ending the day before `origin`.
        origin: The first of the seven days.
    """
    pattern = _pattern(open_days)
    ahead = pattern.copy()
    flat = open_days.ravel()
    if not flat.any():
        return pattern
    began = int(flat.argmax())
    for offset in range(DAYS):
        before = _year_before(origin + timedelta(days=offset))
        if before is None:
            continue
        index = len(flat) - (origin - before).days
        if index >= began and pattern[(index - len(flat)) % DAYS] and not flat[index]:
            ahead[offset] = False
    return ahead if ahead.any() else pattern


def _pattern(open_days: Days) -> Days:
    if not len(open_days):
        return np.ones(DAYS, np.bool_)
    pattern = open_days[-PATTERN_WEEKS:].mean(axis=0) >= 0.5  # noqa: PLR2004 - half of the weeks
    return pattern if pattern.any() else np.ones(DAYS, np.bool_)


def _year_before(day: date) -> date | None:
    """The day of last year that corresponds to `day`; None if there is none."""
    if _at_turn_of_year(day):
        return date(day.year - 1, day.month, day.day)
    if _around_easter(day):
        return easter(day.year - 1) + (day - easter(day.year))
    before = day - timedelta(weeks=52)
    moved = _at_turn_of_year(before) or _around_easter(before)
    return None if moved else before


def _at_turn_of_year(day: date) -> bool:
    return (day.month, day.day) >= _HOLIDAYS[0] or (day.month, day.day) <= _HOLIDAYS[1]


def _around_easter(day: date) -> bool:
    return abs((day - easter(day.year)).days) <= DAYS


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, ch. 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    skipped = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - skipped + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
