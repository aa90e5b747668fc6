"""The table a plan is made from: one row per product with everything the optimum asks for.

It is written into the snapshot as `plan_inputs.parquet`, so that a plan under other settings needs
no ledger.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contract.segments import SEGMENTS
from strategy_svc.plan.campaign_value import Floats, Products
from strategy_svc.plan.overstock import UNDERSTOCKED
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.response.product_responses import NONE

COLUMNS: dict[str, type[pl.DataType]] = {
    "stock_code": pl.String,
    "category": pl.String,
    "demand": pl.Float64,
    "demand_p10": pl.Float64,
    "demand_p90": pl.Float64,
    "stock": pl.Int64,
    "status": pl.String,
    "unit_price": pl.Float64,
    "unit_cost": pl.Float64,
    "cost_source": pl.String,
    "stock_source": pl.String,
    "trend": pl.String,
    "recent_units": pl.Int64,
    "prior_units": pl.Int64,
    **dict.fromkeys(SEGMENTS, pl.Float64),
    "elasticity": pl.Float64,
    "elasticity_sd": pl.Float64,
    "mailer_effect": pl.Float64,
    "mailer_sd": pl.Float64,
    "price_mailer_cov": pl.Float64,
    "dispersion": pl.Float64,
    "deepest_discount": pl.Float64,
    "evidence": pl.String,
}
# P10 to P90 of a normal distribution, in standard deviations.
_TAILS = 2.5631
_MONEY = 1e-6
_HEARING = 2


def eligible(table: pl.DataFrame, settings: PlanSettings) -> pl.DataFrame:
    """Products that a campaign may be worth at all.

    Left out is what is understocked, has no stock or no demand, whose price or cost is not known,
    which at full price does not keep cost and margin floor, and which nothing tells a response of.
    """
    keeps = pl.col("unit_price") * (1 - settings.margin_floor) + _MONEY >= pl.col("unit_cost")
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
    """The eligible rows as arrays, demand over the campaign's weeks."""

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
    """The two segments that buy most of each product, who hear of a new price on the shelf."""
    share = table.select(SEGMENTS).to_numpy()
    order = np.argsort(-share, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return rank < _HEARING


def _demand_variance(table: pl.DataFrame) -> Floats:
    """From the forecast's range; a Poisson's scaled by the dispersion where it gives none."""
    spread = (pl.col("demand_p90") - pl.col("demand_p10")) / _TAILS
    counts = pl.col("demand") * pl.col("dispersion")
    return table.select(pl.coalesce(spread.pow(2), counts)).to_series().to_numpy()
