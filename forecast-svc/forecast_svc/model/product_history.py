"""A product's recent weeks as known at the start of a week."""

import math
from typing import Final

import numpy as np

from forecast_svc.model.weekly_panel import Floats, Indices, WeeklyPanel

SPAN: Final = 61
"""Length of the history in weeks: a year, and the eight weeks before the same week a year ago."""


class History:
    """The last `SPAN` weeks of each origin, newest first; 0 before the panel begins.

    Each row is one week of all origins, so that sums over weeks access contiguous memory.

    Attributes:
        known: Weeks of the panel before each origin, at most `SPAN`.
        age: Weeks since the first sale, at least 1.
    """

    def __init__(self, panel: WeeklyPanel, rows: Indices, at: Indices) -> None:
        self._panel = panel
        columns = at - 1 - np.arange(SPAN)[:, None]
        self._unknown = columns < 0
        self._cells = np.maximum(columns, 0) * panel.products + rows
        self.weeks_of_history = np.minimum(at, SPAN)
        self.age = np.maximum(1, at - panel.first_week[rows])
        self.units = self.of("units")
        self.log_units = self._taken(panel.log_units, SPAN)

    def of(self, name: str, weeks: int = SPAN) -> Floats:
        """The last `weeks` of grid `name`, shape (weeks, origins)."""
        return self._taken(self._panel.grids[name], weeks)

    def _taken(self, grid: Floats, weeks: int) -> Floats:
        values = grid.ravel(order="F").take(self._cells[:weeks])
        values[self._unknown[:weeks]] = 0
        return values

    def last_week(self, name: str) -> Floats:
        """The newest week of grid `name`, shape (origins,)."""
        return self.of(name, 1)[0]

    def mean(self, values: Floats, weeks: int) -> Floats:
        """Mean over the last `weeks`, or over the history if that is shorter."""
        return values[:weeks].sum(axis=0) / np.minimum(weeks, self.weeks_of_history)


def ranked_weeks(values: Floats, weeks: int) -> Floats:
    """The last `weeks` of each origin, in ascending order."""
    return np.sort(values[:weeks], axis=0)


def quantile(ranked: Floats, share: float) -> Floats:
    """Quantile by linear interpolation (type 7 of Hyndman and Fan 1996), like numpy's default.

    `numpy.quantile` selects instead of sorting, which takes five times as long for so few weeks.
    """
    below, part = divmod(share * (ranked.shape[0] - 1), 1)
    low = ranked[int(below)]
    found = low + part * (ranked[math.ceil(below + part)] - low)
    return found.astype(np.float32, copy=False)
