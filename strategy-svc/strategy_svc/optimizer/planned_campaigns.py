"""Turns the optimum into the plan's campaigns, each with its expected outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from contract.segments import SEGMENTS
from strategy_svc.inputs.overstock import excess_units, overstock_ratio
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.typed_rows import typed_rows
from strategy_svc.optimizer.campaign_ranges import ranges
from strategy_svc.optimizer.campaign_value import Outcome
from strategy_svc.optimizer.choice_problem import Floats
from strategy_svc.optimizer.objectives import objective
from strategy_svc.optimizer.optimum import Optimum
from strategy_svc.optimizer.selection_shrinkage import estimated_probability

_OUTCOMES = ("units", "revenue", "margin", "stock_cleared")
EXPECTED = {
    f"expected_{name}{tail}": f"{name}{tail}" for name in _OUTCOMES for tail in ("", "_p10", "_p90")
}
"""Name of an expected outcome in a plan row → in a campaign."""


@dataclass(frozen=True)
class PlannedCampaign:
    """One campaign of a plan; money in the shop's currency, outcomes compared with doing nothing.

    Attributes:
        stock_code, category, status, trend: Of the product.
        demand: Units expected to sell in 7 days without a campaign.
        stock: Units on hand.
        unit_price, unit_cost: Money per unit.
        cost_source, stock_source: Where cost and stock come from.
        recent_units, prior_units: Sold in the two windows of the trend.
        elasticity, elasticity_sd, mailer_effect, mailer_sd: The response, and its uncertainty.
        deepest_discount: In the product's own history, a share.
        overstock_ratio: Weeks of cover; None at demand 0.
        excess: Units of stock beyond the cover.
        evidence_from: What the response was learned from.
        objective: What the campaign is for.
        target, target_share: The segment addressed, and its share of the product's demand.
        discount: Percent.
        gain: Expected margin and value of stock cleared.
        risk_adjusted_gain: The gain on the lower quantile that campaigns are chosen by.
        p_gain: Probability that the expected gain is above 0.
        discount_cost: Money given away as discount.
        expected_units: Units that would be bought if stock were unlimited.
        priority: 1 first.
        units, revenue, margin, stock_cleared: Expected, each with its P10 and P90.
    """

    stock_code: str
    category: str | None
    demand: float
    stock: int
    status: str
    unit_price: float
    unit_cost: float
    cost_source: str | None
    stock_source: str | None
    trend: str
    recent_units: int
    prior_units: int
    elasticity: float
    elasticity_sd: float
    mailer_effect: float
    mailer_sd: float
    deepest_discount: float
    overstock_ratio: float | None
    excess: int
    evidence_from: str
    objective: str
    target: str
    target_share: float
    discount: int
    gain: float
    risk_adjusted_gain: float
    p_gain: float
    discount_cost: float
    expected_units: float
    priority: int
    units: float
    units_p10: float
    units_p90: float
    revenue: float
    revenue_p10: float
    revenue_p90: float
    margin: float
    margin_p10: float
    margin_p90: float
    stock_cleared: float
    stock_cleared_p10: float
    stock_cleared_p90: float


_OF_PRODUCT = (
    "stock_code",
    "category",
    "demand",
    "stock",
    "status",
    "unit_price",
    "unit_cost",
    "cost_source",
    "stock_source",
    "trend",
    "recent_units",
    "prior_units",
    "elasticity",
    "elasticity_sd",
    "mailer_effect",
    "mailer_sd",
    "deepest_discount",
)


def planned_campaigns(
    found: Optimum, settings: PlanSettings, objectives: Sequence[str] | None = None
) -> list[PlannedCampaign]:
    """The campaigns, best first.

    Args:
        found: The optimum, or the rule table's campaigns valued the same way.
        settings: Its constraints; `found` refers to discounts by their position in this ladder.
        objectives: The campaigns' objectives, if they are not derived from the optimum.
    """
    products = _products(found, settings)
    named = objectives or _objectives(found, products["trend"].to_list())
    table = pl.concat(
        [products, _decisions(found, settings, named), _outcomes(found, settings)],
        how="horizontal",
    )
    return list(typed_rows(table, PlannedCampaign))


def _products(found: Optimum, settings: PlanSettings) -> pl.DataFrame:
    stock, demand = pl.col("stock"), pl.col("demand")
    return (
        found.table[found.chosen[:, 0]]
        .with_columns(
            overstock_ratio=overstock_ratio(stock, demand),
            excess=excess_units(stock, demand, settings.cover_weeks),
        )
        .select(*_OF_PRODUCT, "overstock_ratio", "excess", evidence_from="evidence")
    )


def _objectives(found: Optimum, trends: Sequence[str]) -> list[str]:
    clears: list[bool] = found.options.clears[tuple(found.chosen.T)].tolist()
    segments: list[int] = found.chosen[:, 2].tolist()
    return [
        objective(clears=clearing, segment=SEGMENTS[segment], trend=trend)
        for clearing, segment, trend in zip(clears, segments, trends, strict=True)
    ]


def _decisions(found: Optimum, settings: PlanSettings, objectives: Sequence[str]) -> pl.DataFrame:
    """The chosen options and their value."""
    options, at = found.options, tuple(found.chosen.T)
    products, _, segments = found.chosen.T
    chances: list[float] = options.p_gain[at].tolist()
    units: list[float] = options.gains.expected_units[at].tolist()
    return pl.DataFrame(
        {
            "objective": objectives,
            "target": [SEGMENTS[int(segment)] for segment in found.chosen[:, 2]],
            "target_share": pl.Series(found.products.share[products, segments], dtype=pl.Float64),
            "discount": [settings.allowed_discounts[int(step)] for step in found.chosen[:, 1]],
            "gain": _money(options.gain[at]),
            "risk_adjusted_gain": _money(options.risk_adjusted_gain[at]),
            "p_gain": [estimated_probability(chance) for chance in chances],
            "discount_cost": _money(options.gains.mean.discount_cost[at]),
            "expected_units": [round(count, 4) for count in units],
            "priority": range(1, len(objectives) + 1),
        },
        schema_overrides={"objective": pl.String, "target": pl.String, "discount": pl.Int64},
    )


def _outcomes(found: Optimum, settings: PlanSettings) -> pl.DataFrame:
    """Each campaign's expected outcomes with their ranges."""
    products, step, segment = found.chosen.T
    low, high = ranges(
        found.products.of(products),
        np.array(settings.allowed_discounts)[step] / 100,
        found.products.share[products, segment],
        settings.announcement,
        settings.holding_cost_share,
    )
    at = tuple(found.chosen.T)
    mean = Outcome(**{name: values[at] for name, values in vars(found.options.gains.mean).items()})
    return pl.DataFrame(
        {
            f"{name}{suffix}": _money(getattr(outcome, name))
            for name in _OUTCOMES
            for suffix, outcome in (("", mean), ("_p10", low), ("_p90", high))
        }
    )


def _money(values: Floats) -> pl.Series:
    """Rounded to two decimals, without negative zero."""
    rounded = [round(value, 2) + 0.0 for value in values.tolist()]
    return pl.Series(rounded, dtype=pl.Float64)
