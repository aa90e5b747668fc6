"""From the optimum to the rows of `campaign_plan.csv`."""

from typing import Any

import numpy as np
import polars as pl

from contract.segments import SEGMENTS
from strategy_svc.plan.campaign_ranges import ranges
from strategy_svc.plan.campaign_value import Outcome
from strategy_svc.plan.explanations import Wording, explain
from strategy_svc.plan.objectives import objective
from strategy_svc.plan.optimum import Optimum
from strategy_svc.plan.overstock import excess_units, overstock_ratio
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.selection_shrinkage import estimated_probability

# Our name of an expected outcome, and the column it is written to.
EXPECTED = {
    "units": "Expected_Units",
    "revenue": "Expected_Revenue",
    "margin": "Expected_Margin",
    "freed": "Expected_Stock_Cleared",
}
TAILS = ("p10", "p90")
_CARRIED = (
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


def plan_rows(
    found: Optimum, settings: PlanSettings, wording: Wording, objectives: list[str] | None = None
) -> list[dict[str, Any]]:
    """The campaigns, best first, each with what it brings and why.

    Args:
        found: The optimum, or the rule table valued like one.
        settings: What bound it; its ladder is the one that `found` counts discounts by.
        wording: Currency and what is known of customers.
        objectives: The campaigns' objectives, where they do not follow from the optimum.

    Returns:
        Rows with the columns of `_CARRIED`, `overstock_ratio, excess, objective, target, discount,
        target_share, gain, judged, p_gain, given, wanted, evidence_from, priority`, for each of
        `EXPECTED` a mean and its `_p10` and `_p90`, `reason, evidence` and `explanation`.
    """
    rows = _carried(found, settings)
    _add_decision(rows, found, settings)
    _add_outcomes(rows, found, settings)
    for row, name in zip(rows, objectives or [], strict=False):
        row["objective"] = name
    return [row | explain(row, found, place, settings, wording) for place, row in enumerate(rows)]


def _carried(found: Optimum, settings: PlanSettings) -> list[dict[str, Any]]:
    stock, demand = pl.col("stock"), pl.col("demand")
    return (
        found.table[found.chosen[:, 0]]
        .with_columns(
            overstock_ratio=overstock_ratio(stock, demand),
            excess=excess_units(stock, demand, settings.cover_weeks),
        )
        .select(*_CARRIED, "overstock_ratio", "excess", evidence_from="evidence")
        .to_dicts()
    )


def _add_decision(rows: list[dict[str, Any]], found: Optimum, settings: PlanSettings) -> None:
    options = found.options
    for place, row in enumerate(rows):
        product, step, segment = (int(number) for number in found.chosen[place])
        at = (product, step, segment)
        row["discount"] = settings.allowed_discounts[step]
        row["target"] = SEGMENTS[segment]
        row["target_share"] = float(found.products.share[product, segment])
        row["objective"] = objective(
            clears=bool(options.clears[at]), segment=SEGMENTS[segment], trend=row["trend"]
        )
        row["gain"] = _money(options.gain[at])
        row["judged"] = _money(options.judged[at])
        row["p_gain"] = estimated_probability(float(options.p_gain[at]))
        row["given"] = _money(options.gains.mean.given[at])
        row["wanted"] = round(float(options.gains.wanted[at]), 4)
        row["priority"] = place + 1


def _add_outcomes(rows: list[dict[str, Any]], found: Optimum, settings: PlanSettings) -> None:
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
    for name in EXPECTED:
        for suffix, outcome in (("", mean), ("_p10", low), ("_p90", high)):
            values = getattr(outcome, name)
            for row, value in zip(rows, values.tolist(), strict=True):
                row[f"{name}{suffix}"] = _money(value)


def _money(value: float) -> float:
    """Two decimals, and no negative zero."""
    return round(float(value), 2) + 0.0
