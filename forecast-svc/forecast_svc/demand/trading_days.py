"""Which of the coming days the shop trades on, from the days it has traded on."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.bool_]

PATTERN_WEEKS: Final = 8
"""Weeks whose opening days make the pattern: a day open in half of them is a trading day."""

_HOLIDAYS: Final = ((12, 23), (1, 3))
"""From and to, month and day: closings that fall on the same dates every year."""


def trading_days_ahead(open_days: Days, origin: date) -> Days:
    """Whether the shop is expected to trade on each of the seven days from `origin`.

    The weekly pattern decides; around the turn of the year a date that was closed the year before
    though its weekday traded is expected to be closed again. Moving feasts are not foreseen. Every
    day counts as a trading day where there is no history, or none was open half of the time.

    Args:
        open_days: (weeks, 7), the newest week last and ending the day before `origin`.
        origin: The first of the seven days.
    """
    pattern = _pattern(open_days)
    ahead = pattern.copy()
    flat = open_days.ravel()
    for offset in range(7):
        day = origin + timedelta(days=offset)
        if _around_new_year(day) and _was_closed(flat, pattern, day, origin):
            ahead[offset] = False
    return ahead if ahead.any() else pattern


def _pattern(open_days: Days) -> Days:
    if not len(open_days):
        return np.ones(7, np.bool_)
    pattern = open_days[-PATTERN_WEEKS:].mean(axis=0) >= 0.5  # noqa: PLR2004 - half of the weeks
    return pattern if pattern.any() else np.ones(7, np.bool_)


def _around_new_year(day: date) -> bool:
    return (day.month, day.day) >= _HOLIDAYS[0] or (day.month, day.day) <= _HOLIDAYS[1]


def _was_closed(flat: Days, pattern: Days, day: date, origin: date) -> bool:
    """Closed on this date a year before, though its weekday traded."""
    offset = (date(day.year - 1, day.month, day.day) - origin).days
    index = len(flat) + offset
    return index >= 0 and bool(pattern[offset % 7]) and not flat[index]
