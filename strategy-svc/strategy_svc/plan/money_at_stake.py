"""What doing nothing is expected to cost, in money, so that unlike campaigns can be ranked.

* clearing stock: the share of its cost that excess stock ends up losing, `h c x`;
* rising or falling demand: the margin on the change of weekly units, kept up over the horizon;
* steady demand: the margin on what the segment's share of the buyers would buy over the horizon.

Units that are not in stock are never counted.
"""

import polars as pl

from strategy_svc.plan.demand_trend import STEADY
from strategy_svc.plan.objectives import CLEARING
from strategy_svc.plan.plan_settings import PlanSettings


def money_at_stake(settings: PlanSettings) -> pl.Expr:
    """Money to 2 decimals; null where price or cost is not known.

    Reads `objective, stock, demand, excess, unit_price, unit_cost, trend, recent_units,
    prior_units, target_share`.
    """
    loss = settings.holding_cost_share * pl.col("unit_cost") * pl.col("excess")
    margin = (pl.col("unit_price") - pl.col("unit_cost")).clip(lower_bound=0)
    clearing = pl.col("objective").is_in(CLEARING)
    return pl.when(clearing).then(loss).otherwise(margin * units_at_stake(settings)).round(2)


def units_at_stake(settings: PlanSettings) -> pl.Expr:
    """Units the campaign is about: the excess, or what demand moves over the horizon, in stock."""
    change = (pl.col("recent_units") - pl.col("prior_units")).abs()
    weekly_change = change * 7 / settings.trend_days
    weekly_share = pl.col("demand") * pl.col("target_share")
    weekly = pl.when(pl.col("trend") == STEADY).then(weekly_share).otherwise(weekly_change)
    moved = pl.min_horizontal(weekly * settings.horizon_weeks, pl.col("stock"))
    clearing = pl.col("objective").is_in(CLEARING)
    return pl.when(clearing).then(pl.col("excess")).otherwise(moved)
