"""The expected result of a campaign with a discount or segment other than the advised one."""

import numpy as np
import polars as pl

from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.candidates import as_products
from strategy_svc.optimizer.choice_problem import Solution
from strategy_svc.optimizer.optimum import Optimum, value_options
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign, planned_campaigns
from strategy_svc.response.product_responses import NONE


def changed_offer(
    inputs: pl.DataFrame | None, stock_code: str, discount: float, target: str
) -> PlannedCampaign | None:
    """The campaign and its expected result; None if that can't be computed.

    It can't be computed if the snapshot lacks the plan inputs, if the product's price, cost,
    demand, stock or response is unknown, or if the discount isn't a whole percentage.
    """
    table = _usable(inputs, stock_code)
    if table is None or target not in SEGMENTS or discount != int(discount):
        return None
    settings = PlanSettings(
        ladder=(0, int(discount)) if discount else (0,),
        max_discount=100,
        shrink_for_selection=False,
    )
    products = as_products(table, settings)
    step = settings.allowed_discounts.index(int(discount))
    chosen = np.array([[0, step, SEGMENTS.index(target)]], dtype=np.int64)
    nothing = Solution(np.zeros(1, dtype=np.int64), 0.0, 0.0, "a manager's own")
    found = Optimum(table, products, value_options(products, settings), chosen, nothing)
    return planned_campaigns(found, settings)[0]


def _usable(inputs: pl.DataFrame | None, stock_code: str) -> pl.DataFrame | None:
    if inputs is None:
        return None
    table = inputs.filter(
        (pl.col("stock_code") == stock_code)
        & (pl.col("unit_price") > 0)
        & pl.col("unit_cost").is_not_null()
        & (pl.col("demand") > 0)
        & (pl.col("stock") > 0)
        & (pl.col("evidence") != NONE)
    )
    return table if table.height else None
