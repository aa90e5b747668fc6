"""What was known before a week, separated from what that week sold."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from strategy_svc.response.weekly_panel import Ints, WeeklyPanel, weekly_panel

WEEK = timedelta(days=7)
HISTORY_WEEKS = 52
# Products whose response can be evaluated; the same limits as in the response's own test.
LEAST_UNITS, LEAST_WEEKS, LEAST_SHARE, DEPTH, LEAST_EACH = 3.0, 30, 0.8, 0.10, 3


@dataclass(frozen=True)
class HistoryAsOf:
    """The input of a replay for one week.

    Attributes:
        origin: The Monday it begins with.
        sales: Lines before it, as they were known then.
        promotions: Displays and mailers of the weeks before; None where unknown.
        came: Lines of the week itself, as known now.
        planned: The week's displays and mailers, which the shop had planned by then.
        categories: `stock_code, category`, as known then.
    """

    origin: date
    sales: pl.LazyFrame
    promotions: pl.DataFrame | None
    actual_sales: pl.LazyFrame
    planned: pl.DataFrame | None
    categories: pl.DataFrame


def only_week(frame: pl.LazyFrame, origin: date) -> pl.LazyFrame:
    """The lines of the seven days from `origin`."""
    begin = datetime.combine(origin, time())
    at = pl.col("ordered_at")
    return frame.filter((at >= begin) & (at < begin + WEEK))


def panel_with_week(known: HistoryAsOf) -> WeeklyPanel:
    """The weeks before and, last, the week itself, around the usual prices of the weeks before.

    The last week influences only which products are listed, not the figures of the weeks before.
    """
    promotions = known.promotions
    if promotions is not None and known.planned is not None:
        before = promotions.filter(pl.col("week_begins") < known.origin)
        planned = known.planned.filter(pl.col("week_begins") == known.origin)
        promotions = pl.concat([before, planned.select(before.columns)], how="vertical_relaxed")
    actual_sales = only_week(known.actual_sales, known.origin)
    panel = weekly_panel(
        pl.concat([known.sales, actual_sales.select(known.sales.collect_schema().names())]),
        known.categories,
        promotions,
        as_of=known.origin + WEEK,
        weeks=HISTORY_WEEKS + 1,
        least_share_sold=0.0,
    )
    return panel.around(len(panel.weeks) - 1)


def scored_products(panel: WeeklyPanel) -> Ints:
    """Rows of products whose response the weeks before the last one can measure."""
    weeks = len(panel.weeks) - 1
    units, sold = panel.units[:, :weeks], panel.sold[:, :weeks]
    deep = sold & (panel.depth[:, :weeks] >= DEPTH)
    return np.flatnonzero(
        (units.mean(axis=1) >= LEAST_UNITS)
        & (sold.sum(axis=1) >= min(LEAST_WEEKS, LEAST_SHARE * weeks))
        & (deep.sum(axis=1) >= LEAST_EACH)
        & ((sold & ~deep).sum(axis=1) >= LEAST_EACH)
    )
