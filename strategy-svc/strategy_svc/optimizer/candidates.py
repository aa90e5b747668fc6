"""Which products are eligible for a campaign, as the arrays that the optimiser works on."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contract.inventory_statuses import UNDERSTOCKED
from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.campaign_value import Floats, Products
from strategy_svc.optimizer.choice_problem import TOLERANCE
from strategy_svc.response.product_responses import NONE

# P10 to P90 of a normal distribution, in standard deviations.
_TAILS = 2.5631
_HEARING = 2


def eligible(table: pl.DataFrame, settings: PlanSettings) -> pl.DataFrame:
    """Products that are eligible for a campaign.

    Left out are products that are understocked, have no stock or no demand, have no known price or
    cost, fall below cost or the margin floor even at full price, or have no known response.
    """
    keeps = pl.col("unit_price") * (1 - settings.margin_floor) + TOLERANCE >= pl.col("unit_cost")
    return table.filter(
        (pl.col("status") != UNDERSTOCKED)
        & (pl.col("stock") > 0)
        & (pl.col("demand") > 0)
        & (pl.col("unit_price") > 0)
        & pl.col("unit_cost").is_not_null()
        & keeps
        & (pl.col("evidence") != NONE)
    )


def as_products(table: pl.DataFrame, settings: PlanSettings) -> Products:
    """The eligible rows as arrays, with demand over the campaign's weeks."""

    def column(name: str) -> Floats:
        return table[name].cast(pl.Float64).to_numpy()

    weeks = settings.campaign_weeks
    share = np.stack([column(name) for name in SEGMENTS], axis=1)
    if settings.offer_scope == "everyone":
        share = (share > 0).astype(float)
    return Products(
        price=column("unit_price"),
        cost=column("unit_cost"),
        stock=column("stock"),
        demand=column("demand") * weeks,
        demand_variance=_demand_variance(table) * weeks,
        cover=np.ceil(column("demand") * settings.cover_weeks),
        elasticity=column("elasticity"),
        elasticity_sd=column("elasticity_sd"),
        mailer_effect=column("mailer_effect"),
        mailer_sd=column("mailer_sd"),
        price_mailer_cov=column("price_mailer_cov"),
        dispersion=column("dispersion"),
        share=share,
    )


def main_buyers(table: pl.DataFrame) -> NDArray[np.bool_]:
    """The two segments that buy most of each product; they are informed of a new shelf price."""
    share = table.select(SEGMENTS).to_numpy()
    order = np.argsort(-share, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return rank < _HEARING


def _demand_variance(table: pl.DataFrame) -> Floats:
    """From the forecast's range, otherwise the Poisson variance scaled by the dispersion."""
    spread = (pl.col("demand_p90") - pl.col("demand_p10")) / _TAILS
    counts = pl.col("demand") * pl.col("dispersion")
    return table.select(pl.coalesce(spread.pow(2), counts)).to_series().to_numpy()
