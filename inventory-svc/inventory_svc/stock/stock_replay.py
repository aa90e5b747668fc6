"""Simulating stock on hand by replaying the ledger's sales under a periodic review policy.

Each day, orders placed a lead time ago arrive, the day's demand is met from stock (the rest is
lost), and products due for review are ordered up to the level derived from the demand of the last
`history_days`. All quantities are whole units; nothing is random.
"""

import numpy as np
import numpy.typing as npt

from inventory_svc.stock.assumptions import ReplayPolicy
from inventory_svc.stock.reorder_point import Ints, order_up_to


def replay(demand: npt.NDArray[np.int32], review_day: Ints, policy: ReplayPolicy) -> Ints:
    """Units on hand at the end of the last day.

    Args:
        demand: Units per product (row) and day (column), every calendar day, oldest first. The
            first `history_days` before the last `replay_days` serve only as history.
        review_day: Day of the review period on which each product is reviewed, 0 ≤ d <
            `review_days`.
        policy: The policy.

    Returns:
        One number per product, 0 or more.
    """
    products, days = demand.shape
    start = max(0, days - policy.replay_days)
    on_hand = _opening_stock(demand, start, policy)
    arrivals = np.zeros((policy.lead_time_days + 1, products), np.int64)
    history = _History(demand, start, policy.history_days)
    for day in range(start, days):
        due = day % len(arrivals)
        on_hand += arrivals[due]
        arrivals[due] = 0
        sold = history.take(day)
        on_hand -= np.minimum(on_hand, sold)
        reviewed = review_day == day % policy.review_days
        level = order_up_to(history.total, history.squares, history.days, policy)
        order_units = np.maximum(level - on_hand - arrivals.sum(axis=0), 0)
        arrivals[(day + policy.lead_time_days) % len(arrivals)] += np.where(
            reviewed, order_units, 0
        )
    return on_hand


class _History:
    """Rolling sums of daily demand."""

    def __init__(self, demand: npt.NDArray[np.int32], start: int, length: int) -> None:
        self._demand = demand
        self._length = length
        self._first = max(0, start - length)
        before = demand[:, self._first : start].astype(np.int64)
        self.total: Ints = before.sum(axis=1)
        self.squares: Ints = (before * before).sum(axis=1)
        self.days = start - self._first

    def take(self, day: int) -> Ints:
        """Advance the window to `day`; returns the day's demand."""
        sold = self._demand[:, day].astype(np.int64)
        self.total += sold
        self.squares += sold * sold
        self.days += 1
        if self.days > self._length:
            gone = self._demand[:, self._first].astype(np.int64)
            self.total -= gone
            self.squares -= gone * gone
            self.days -= 1
            self._first += 1
        return sold


def _opening_stock(demand: npt.NDArray[np.int32], start: int, policy: ReplayPolicy) -> Ints:
    """The order-up-to level from the days before the replay, or else from its first days.

    In a short ledger the opening stock is based on later sales. It only sets the starting point:
    that stock turns over many times during the replay.
    """
    first = max(0, start - policy.history_days)
    history = demand[:, first : start or policy.history_days].astype(np.int64)
    days = max(history.shape[1], 1)
    return order_up_to(history.sum(axis=1), (history * history).sum(axis=1), days, policy)
