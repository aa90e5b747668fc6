"""On which of the coming days the shop trades, inferred from the days it has traded."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.bool_]

DAYS: Final = 7
PATTERN_WEEKS: Final = 8
"""Weeks whose opening days make the pattern: a day open in half of them is a trading day."""

_HOLIDAYS: Final = ((12, 23), (1, 3))
"""From and to, month and day: closings that fall on the same dates every year."""


def trading_days_ahead(open_days: Days, origin: date) -> Days:
    """Whether the shop is expected to trade on each of the seven days from `origin`.

    The weekly pattern decides, less the holidays of the year before: a day is expected to be closed
    when the shop was closed on the same date (around the turn of the year), on the same day from
    Easter (two weeks around it) or 52 weeks before (else, unless that was such a holiday), though
    it traded on that weekday. Days before the first one open say nothing: the ledger had not begun.
    Every day counts as a trading day where there is no history, or none was open half of the time.

    Args:
        open_days: (weeks, 7), the newest week last and ending the day before `origin`.
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
