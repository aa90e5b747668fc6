"""Figures that a campaign's sentences and their statements share, each computed once."""

from dataclasses import dataclass

import numpy as np

from contract.quantiles import P90_DEVIATIONS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign


@dataclass(frozen=True)
class Figures:
    """Figures derived from a campaign and the settings; money in the currency, shares as fractions.

    Attributes:
        excess_worth: Value at cost of stock beyond the cover.
        excess_loss: What that stock would lose.
        unit_margin: Margin of a unit at full price, share of the price.
        highest_cost: Unit cost above which the discounted price leaves less than the margin floor.
        elasticity_p10, elasticity_p90: The response's 80 % range.
        mailed: Additional units from an announcement, a share; None if none is planned or its
            effect is unknown.
        cover: Units of stock that are not excess.
    """

    excess_worth: float
    excess_loss: float
    unit_margin: float
    highest_cost: float
    elasticity_p10: float
    elasticity_p90: float
    mailed: float | None
    cover: float


def figures_of(row: PlannedCampaign, cover: float, settings: PlanSettings) -> Figures:
    """The figures of one campaign; `cover` is the stock of its product that is not excess."""
    wide = P90_DEVIATIONS * row.elasticity_sd
    paid = row.unit_price * (1 - row.discount / 100)
    mailed = row.mailer_sd and settings.announcement
    return Figures(
        excess_worth=row.unit_cost * row.excess,
        excess_loss=settings.holding_cost_share * row.unit_cost * row.excess,
        unit_margin=1 - row.unit_cost / row.unit_price,
        highest_cost=paid * (1 - settings.margin_floor),
        elasticity_p10=row.elasticity - wide,
        elasticity_p90=row.elasticity + wide,
        mailed=float(np.expm1(row.mailer_effect * settings.announcement)) if mailed else None,
        cover=cover,
    )
