"""Distributing the week's units over its days."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from forecast_svc.model.trading_days import trading_days_ahead
from forecast_svc.model.weekly_panel import DAYS

PROFILE_DAYS: Final = 13 * DAYS


def day_shares(paid: pl.DataFrame, as_of: date) -> npt.NDArray[np.float64]:
    """Share of the week's units on each of the seven days from `as_of`; sums to 1, closed days 0.

    Follows the shop's weekday profile of the last 13 weeks over the expected trading days; uniform
    without sales.

    Args:
        paid: From `paid_lines`.
        as_of: First of the seven days.
    """
    recent = paid.filter(pl.col("days_ago") < PROFILE_DAYS)
    orders = recent.group_by("days_ago").agg(pl.col("order_id").n_unique().alias("orders"))
    counted = np.zeros(PROFILE_DAYS)
    counted[PROFILE_DAYS - 1 - orders["days_ago"].to_numpy()] = orders["orders"].to_numpy()
    profile = counted.reshape(-1, DAYS).sum(axis=0)
    open_days = _open_days(paid)
    expected = profile * trading_days_ahead(open_days, as_of)
    return expected / expected.sum() if expected.sum() > 0 else np.full(DAYS, 1 / DAYS)


def _open_days(paid: pl.DataFrame) -> npt.NDArray[np.bool_]:
    ago = paid.filter(pl.col("days_ago") < 60 * DAYS)["days_ago"].unique().to_numpy()
    weeks = int(ago.max()) // DAYS + 1 if len(ago) else 0
    open_days = np.zeros(weeks * DAYS, np.bool_)
    open_days[weeks * DAYS - 1 - ago] = True
    return open_days.reshape(weeks, DAYS)
