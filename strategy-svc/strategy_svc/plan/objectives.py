"""What a campaign is for, by rules that a store manager can repeat.

| stock | demand | who buys it | objective | for whom |
|---|---|---|---|---|
| understocked | any | any | none: reorder, do not promote | |
| sold below cost and margin floor | any | any | none: more sales, more loss | |
| excess | not rising enough | mostly at-risk or lost | Win Back & Clear Stock | them |
| excess | not rising enough | anyone else | Clear Stock | best lift of VIP, Regular, New |
| ample | rising | any | Maximize Profit (full price) | best lift of VIP, Regular |
| ample | falling | mostly at-risk | Retention | At-Risk |
| ample | falling | anyone else | Stability Revenue | best lift of Regular, VIP |
| ample | steady | mostly new | Customer Acquisition | New |
| ample | steady | mostly at-risk | Retention | At-Risk |
| ample | steady | anyone else | none: it needs no campaign | |

*Excess* is overstocked with units beyond the weeks of cover; demand rises *enough* when all of the
stock is sold within the horizon anyway. *Ample* is the rest of what is not
understocked, if it has demand and the stock outlasts the time to the next delivery. *Mostly* means
the segment with the highest lift, at least `min_lift`.
"""

import polars as pl

from strategy_svc.plan.affinity import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from strategy_svc.plan.demand_trend import FALLING, RISING, STEADY
from strategy_svc.plan.overstock import OVERSTOCKED, UNDERSTOCKED
from strategy_svc.plan.plan_settings import PlanSettings

CLEAR_STOCK = "Clear Stock"
CUSTOMER_ACQUISITION = "Customer Acquisition"
MAXIMIZE_PROFIT = "Maximize Profit"
STABILITY_REVENUE = "Stability Revenue"
WIN_BACK = "Win Back & Clear Stock"
RETENTION = "Retention"
OBJECTIVES = (
    CLEAR_STOCK,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    STABILITY_REVENUE,
    WIN_BACK,
    RETENTION,
)
CLEARING = (CLEAR_STOCK, WIN_BACK)

_TOLERANCE = 1e-9  # money has four decimals at most; less than this is float rounding

# Whom an objective may address, the one to take when nobody's lift is known first.
AUDIENCES: dict[str, tuple[str, ...]] = {
    CLEAR_STOCK: (REGULAR, VIP, NEW),
    CUSTOMER_ACQUISITION: (NEW,),
    MAXIMIZE_PROFIT: (VIP, REGULAR),
    STABILITY_REVENUE: (REGULAR, VIP),
    WIN_BACK: (AT_RISK, LOST),
    RETENTION: (AT_RISK,),
}


def with_objectives(products: pl.DataFrame, settings: PlanSettings) -> pl.DataFrame:
    """Add `objective` (null: no campaign), `target` and `target_lift` (null: not known).

    Args:
        products: `status, stock, demand, excess, unit_price, unit_cost, lead_time_days, trend` and
            a lift per segment.
        settings: `horizon_weeks`, `lead_time_days`, `margin_floor` and `min_lift` are used.
    """
    decided = products.with_columns(favourite=_favourite(settings.min_lift)).with_columns(
        objective=_objective(settings)
    )
    decided = decided.with_columns(target=_target(), target_lift=pl.lit(None, pl.Float64))
    lift = pl.coalesce(
        pl.when(pl.col("target") == segment).then(pl.col(segment)) for segment in SEGMENTS
    )
    return decided.with_columns(target_lift=lift)


def sold_at_a_loss(margin_floor: float) -> pl.Expr:
    """Where price and cost are known: today's price does not keep cost and margin floor."""
    kept = pl.col("unit_price") * (1 - margin_floor) + _TOLERANCE >= pl.col("unit_cost")
    return (~kept).fill_null(value=False)


def _favourite(min_lift: float) -> pl.Expr:
    """The segment with the highest lift, if that is at least `min_lift`."""
    best = pl.max_horizontal(*SEGMENTS)
    return pl.when(best >= min_lift).then(
        pl.coalesce(pl.when(pl.col(segment) == best).then(pl.lit(segment)) for segment in SEGMENTS)
    )


def _objective(settings: PlanSettings) -> pl.Expr:
    stock, demand, trend = pl.col("stock"), pl.col("demand"), pl.col("trend")
    favourite = pl.col("favourite")
    sells_itself = (trend == RISING) & (stock <= demand * settings.horizon_weeks)
    excess = (pl.col("status") == OVERSTOCKED) & (pl.col("excess") > 0) & ~sells_itself
    lapsed = favourite.is_in([AT_RISK, LOST]).fill_null(value=False)
    at_risk = (favourite == AT_RISK).fill_null(value=False)
    newcomers = (favourite == NEW).fill_null(value=False)
    lead_time = pl.col("lead_time_days").fill_null(settings.lead_time_days)
    ample = (demand > 0) & (stock * 7 > demand * lead_time)
    return (
        pl.when((pl.col("status") == UNDERSTOCKED) | sold_at_a_loss(settings.margin_floor))
        .then(None)
        .when(excess)
        .then(pl.when(lapsed).then(pl.lit(WIN_BACK)).otherwise(pl.lit(CLEAR_STOCK)))
        .when(~ample)
        .then(None)
        .when(trend == RISING)
        .then(pl.lit(MAXIMIZE_PROFIT))
        .when(at_risk)
        .then(pl.lit(RETENTION))
        .when(trend == FALLING)
        .then(pl.lit(STABILITY_REVENUE))
        .when(newcomers & (trend == STEADY))
        .then(pl.lit(CUSTOMER_ACQUISITION))
    )


def _target() -> pl.Expr:
    """Of the objective's audience the segment with the best lift; the first where none is known."""
    return pl.coalesce(
        pl.when(pl.col("objective") == objective).then(_best_of(audience))
        for objective, audience in AUDIENCES.items()
    )


def _best_of(audience: tuple[str, ...]) -> pl.Expr:
    best = pl.max_horizontal(*audience)
    matches = (pl.when(pl.col(segment) == best).then(pl.lit(segment)) for segment in audience)
    return pl.coalesce(*matches, pl.lit(audience[0]))
