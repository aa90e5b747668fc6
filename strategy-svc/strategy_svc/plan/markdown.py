"""How deep a discount may and should go.

Three ceilings, and the largest step of the ladder below all of them:

* **wanted**: the maximum discount times the share of the stock that is excess, so that a markdown
  is proportional to the overstock;
* **margin**: at the discounted price `p (1 - d)` the unit cost `c` and the margin floor `m` (a
  share of that price) still fit: `d <= 1 - c / (p (1 - m))`;
* **payback**: what the discount gives away on units that sell anyway, `d p w q` over `w` weeks of
  demand `q`, is never more than all it could save, the loss `h c x` on `x` excess units.
"""

import polars as pl

from strategy_svc.plan.objectives import CLEARING
from strategy_svc.plan.plan_settings import PlanSettings

# Float division may leave 25.000000000000004 or 24.999999999999996; a step counts as reached then.
_TOLERANCE = 1e-9
WANTED, MARGIN, PAYBACK, UNKNOWN = "wanted", "margin", "payback", "unknown"


def with_discounts(products: pl.DataFrame, settings: PlanSettings) -> pl.DataFrame:
    """Add `discount` (percent, Int64, on the ladder) and `bound`, the ceiling that decided.

    Only objectives that clear stock take a discount; the others sell at full price. Without a known
    price and cost there is none either, as nobody could tell whether it sells below cost.

    Args:
        products: `objective, stock, demand, excess, unit_price, unit_cost`.
        settings: ladder, maximum, margin floor, campaign weeks, holding cost share.
    """
    ceilings = products.with_columns(
        wanted=_wanted(settings), margin=_margin(settings), payback=_payback(settings)
    ).with_columns(lowest=pl.min_horizontal(WANTED, MARGIN, PAYBACK))
    known = (pl.col("unit_price") > 0) & pl.col("unit_cost").is_not_null()
    priced = known.fill_null(value=False)
    clearing = pl.col("objective").is_in(CLEARING).fill_null(value=False)
    return ceilings.with_columns(
        discount=pl.when(clearing & priced).then(_step(settings)).otherwise(0).cast(pl.Int64),
        bound=pl.when(clearing & ~priced).then(pl.lit(UNKNOWN)).when(clearing).then(_bound()),
    ).drop(WANTED, MARGIN, PAYBACK, "lowest")


def _wanted(settings: PlanSettings) -> pl.Expr:
    return settings.max_discount * pl.col("excess") / pl.col("stock")


def _margin(settings: PlanSettings) -> pl.Expr:
    lowest_price = pl.col("unit_cost") / (1 - settings.margin_floor)
    return 100 * (1 - lowest_price / pl.col("unit_price"))


def _payback(settings: PlanSettings) -> pl.Expr:
    saved = settings.holding_cost_share * pl.col("unit_cost") * pl.col("excess")
    sold_anyway = pl.col("unit_price") * pl.col("demand") * settings.campaign_weeks
    return pl.when(pl.col("demand") > 0).then(100 * saved / sold_anyway)


def _step(settings: PlanSettings) -> pl.Expr:
    return pl.max_horizontal(
        pl.when(pl.col("lowest") + _TOLERANCE >= step).then(step).otherwise(0)
        for step in settings.allowed_discounts
    )


def _bound() -> pl.Expr:
    return pl.coalesce(
        pl.when(pl.col(name) <= pl.col("lowest")).then(pl.lit(name))
        for name in (MARGIN, PAYBACK, WANTED)
    )
