"""Expected activity of every customer over the next 90 days."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from segmentation_svc.model.bg_nbd import BgNbd, Floats, Purchases, fit_bg_nbd
from segmentation_svc.model.gamma_gamma import GammaGamma, fit_gamma_gamma
from segmentation_svc.model.rfm import PRICE_STEPS

AHEAD_DAYS: Final = 90
MIN_CUSTOMERS: Final = 25
_DAYS_PER_WEEK: Final = 7


@dataclass(frozen=True)
class Activity:
    """Expected activity, one entry per customer, sorted by id.

    Attributes:
        active: Probability of at least one day with a purchase within AHEAD_DAYS.
        purchases: Expected number of days with a purchase within AHEAD_DAYS.
        spend: Expected money within AHEAD_DAYS.
        bg_nbd: The fitted model; None if the ledger has too little data, in which case everything
        is NaN.
        gamma_gamma: The fitted model; None if there is too little data, and then `spend` is NaN.
    """

    active: Floats
    purchases: Floats
    spend: Floats
    bg_nbd: BgNbd | None
    gamma_gamma: GammaGamma | None


def expect_activity(days: pl.DataFrame, as_of: date) -> Activity:
    """Fit both models on purchases before `as_of`, and predict the days after.

    Several orders on one day count as one purchase, since shops split orders.

    Args:
        days: From `rfm.order_days`.
        as_of: First day to exclude.
    """
    bought = _purchase_days(days, as_of)
    seen = Purchases(
        repeats=bought["purchases"].cast(pl.Float64).to_numpy() - 1,
        last=bought["span"].to_numpy() / _DAYS_PER_WEEK,
        observed=bought["observed"].to_numpy() / _DAYS_PER_WEEK,
    )
    unknown = np.full(bought.height, np.nan)
    bg_nbd = fit_bg_nbd(seen) if bought.height >= MIN_CUSTOMERS else None
    if bg_nbd is None:
        return Activity(unknown, unknown, unknown, None, None)
    ahead = AHEAD_DAYS / _DAYS_PER_WEEK
    purchases = bg_nbd.expected_within(seen, ahead)
    mean = bought["money"].to_numpy() / bought["purchases"].to_numpy()
    counted = bought["purchases"].cast(pl.Float64).to_numpy()
    gamma_gamma = fit_gamma_gamma(counted, mean)
    each = unknown if gamma_gamma is None else gamma_gamma.expected(counted, np.maximum(0, mean))
    return Activity(
        bg_nbd.active_within(seen, ahead), purchases, purchases * each, bg_nbd, gamma_gamma
    )


def _purchase_days(days: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Per customer: days with a purchase, days from first to last and to `as_of`, net money."""
    first, last = pl.col("day").min(), pl.col("day").max()
    return (
        days.filter(pl.col("day") < as_of)
        .group_by("customer_id")
        .agg(
            pl.col("day").n_unique().alias("purchases"),
            (last - first).dt.total_days().cast(pl.Float64).alias("span"),
            (pl.lit(as_of) - first).dt.total_days().cast(pl.Float64).alias("observed"),
            (pl.col("steps").sum().cast(pl.Float64) / PRICE_STEPS).alias("money"),
        )
        .sort("customer_id")
    )
