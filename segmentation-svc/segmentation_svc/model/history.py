"""The segments of earlier months, recomputed from the ledger.

Last month's label decides whether a new label is clear enough. It is recomputed for the first day
of each month rather than read from an older snapshot: equal ledgers then give equal bytes,
whenever the last refresh ran, and two refreshes in one month use the same past labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from segmentation_svc.model.archetype_kmeans import fit_centroids
from segmentation_svc.model.labelling import UNKNOWN, Customers, Labelled
from segmentation_svc.model.labels import MIN_CUSTOMERS
from segmentation_svc.model.nearest_centroid import Floats, Ints
from segmentation_svc.model.rfm import rfm_of_days
from segmentation_svc.model.segment_model import SegmentModel

MONTHS: Final = 24
"""How far back labels are computed: two years, however long the ledger."""


@dataclass(frozen=True)
class Day:
    """All customers as of one day.

    Attributes:
        as_of: The day.
        customer_indices: Position of each customer in `History.customers`, ascending; shape (n,).
        rows: Recency, frequency, monetary; shape (n, 3).
        tenure: Days since the first order; shape (n,).
    """

    as_of: date
    customer_indices: Ints
    rows: Floats
    tenure: Floats


@dataclass(frozen=True)
class LabelledDay:
    """The labels of one day.

    Attributes:
        day: Customers of that day.
        model: The segmentation fitted on that day.
        labelled: One entry per customer of `day`.
        previous: Last month's label of each, UNKNOWN if there was none.
    """

    day: Day
    model: SegmentModel
    labelled: Labelled
    previous: Ints

    def spread(self, customers: int) -> Ints:
        """Labels by position in `History.customers`, UNKNOWN for those without orders so far."""
        spread = np.full(customers, UNKNOWN, dtype=np.int64)
        spread[self.day.customer_indices] = self.labelled.labels
        return spread


class History:
    """The customers of a ledger on any day, and their labels.

    Args:
        days: From `rfm.order_days`.
        first_day: First day of the ledger, including lines without a customer.
    """

    def __init__(self, days: pl.DataFrame, first_day: date) -> None:
        self._days = days
        self._first_day = first_day
        self._cache: dict[date, Day] = {}

    @cached_property
    def customers(self) -> pl.Series:
        """All ids, sorted."""
        return self._days["customer_id"].unique().sort()

    def on(self, as_of: date) -> Day:
        """The customers who ordered before `as_of`."""
        if as_of not in self._cache:
            table = rfm_of_days(self._days, as_of)
            customer_indices = self.customers.search_sorted(table["customer_id"]).to_numpy()
            numbers = table.select("recency", "frequency", "monetary").cast(pl.Float64)
            self._cache[as_of] = Day(
                as_of,
                customer_indices.astype(np.int64),
                np.ascontiguousarray(numbers.to_numpy()),
                table["tenure_days"].cast(pl.Float64).to_numpy(),
            )
        return self._cache[as_of]

    def labels(self, as_of: date, weights: Floats | None = None) -> LabelledDay:
        """The labels that a refresh on the given day would write.

        Args:
            as_of: At least one customer ordered before it.
            weights: How often each of `customers` counts, for a resample; once each by default.
        """
        return list(self.months(as_of, weights))[-1]

    def months(self, as_of: date, weights: Floats | None = None) -> Iterator[LabelledDay]:
        """Labels at the first of each month before `as_of`, oldest first, and at `as_of`."""
        before: Ints | None = None
        for moment in [*month_starts(self._first_day, as_of), as_of]:
            day = self._drawn(self.on(moment), weights)
            if len(day.customer_indices) < MIN_CUSTOMERS and moment != as_of:
                continue
            labelled = self.label_day(day, before, weights)
            before = labelled.spread(len(self.customers))
            yield labelled

    def label_day(
        self, day: Day, before: Ints | None = None, weights: Floats | None = None
    ) -> LabelledDay:
        """Fit the segments on one day, and label its customers.

        Args:
            day: From `on`, with at least one customer.
            before: Last month's labels by position in `customers`; none by default.
            weights: As in `labels`.
        """
        counted = None if weights is None else weights[day.customer_indices]
        model = fit_centroids(day.rows, counted)
        repeat = np.ones(len(day.customer_indices)) if counted is None else counted
        often = repeat.astype(np.int64)
        segments = SegmentModel.of(
            model,
            np.repeat(model.distances(day.rows).argmin(axis=1), often).tolist(),
            ledger_days=max(0, (day.as_of - self._first_day).days),
            median_orders=_median(np.repeat(day.rows[:, 1], often)),
            median_recency=_median(np.repeat(day.rows[:, 0], often)),
        )
        unknown = np.full(len(day.customer_indices), UNKNOWN, dtype=np.int64)
        previous = unknown if before is None else before[day.customer_indices]
        customers = Customers(day.rows, day.tenure, previous)
        return LabelledDay(day, segments, segments.label(customers), previous)

    @staticmethod
    def _drawn(day: Day, weights: Floats | None) -> Day:
        """Only the customers drawn by a resample."""
        if weights is None:
            return day
        drawn = weights[day.customer_indices] > 0
        return Day(day.as_of, day.customer_indices[drawn], day.rows[drawn], day.tenure[drawn])


def month_starts(first_day: date, as_of: date) -> list[date]:
    """First days of months after `first_day` and before `as_of`, the last MONTHS of them."""
    starts: list[date] = []
    start = (as_of - timedelta(days=1)).replace(day=1)
    while start > first_day and len(starts) < MONTHS:
        starts.append(start)
        start = (start - timedelta(days=1)).replace(day=1)
    return starts[::-1]


def month_earlier(day: date) -> date:
    """The same day one month earlier, or that month's last."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _median(values: Floats) -> float:
    return float(np.median(values))
