"""The last day of a ledger, ignoring stray dates.

One line dated 2099 must not make every customer look lost and every product dead. So two kinds of
dates are ignored when determining the end of a ledger:

* dates in the future, which is the only rule that depends on the clock;
* a tail of few lines more than a year after all others: no season explains such a gap, but a
  mistyped year does. A tail of many lines is a shop that was closed for years, and counts.
"""

from datetime import date, timedelta

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.layouts import MAPPING_OPTION

AS_OF_OPTION = "On the command line, --as-of sets the cut-off day."

STRAY_GAP_DAYS = 366
"""Lines after a gap of more days than this may be stray."""

STRAY_SHARE = 100
"""A tail is stray if it has at most one line for so many before the gap."""


def last_plausible_day(days: pl.Series, today: date, file: str) -> date:
    """The last day that is neither in the future nor part of a stray tail.

    Args:
        days: Date of every line; blank is null.
        today: In UTC; tomorrow still counts, because it has already begun in some time zones.
        file: Name of the ledger, for the error message.

    Raises:
        InvalidInput: no line has a date, or most are in the future.
    """
    dates = days.drop_nulls()
    if dates.is_empty():
        raise InvalidInput(statement("no_dates", file=file), note=MAPPING_OPTION)
    past_dates = dates.filter(dates <= today + timedelta(days=1))
    later = dates.len() - past_dates.len()
    if later > past_dates.len():
        raise InvalidInput(
            statement("dates_in_future", file=file, lines=later, all=dates.len(), today=today),
            note=f"If this machine's clock is wrong, set it. {AS_OF_OPTION}",
        )
    return _without_stray_tail(past_dates)


def _without_stray_tail(days: pl.Series) -> date:
    """The last day once stray tails are cut off, one after the other."""
    daily = days.value_counts(name="lines").sort(days.name)
    dates: list[date] = daily[days.name].to_list()
    lines: list[int] = daily["lines"].to_list()
    before, tail = sum(lines), 0
    end = len(dates) - 1
    for at in range(len(dates) - 1, 0, -1):
        tail += lines[at]
        if (dates[at] - dates[at - 1]).days <= STRAY_GAP_DAYS:
            continue
        if tail * STRAY_SHARE > before - tail:
            break
        before, tail, end = before - tail, 0, at - 1
    return dates[end]
