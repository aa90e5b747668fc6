"""The fixed rule table that the optimum is compared with (`strategy=rules`), one row per product.

| stock over 7-day demand | demand in 7 days | objective | for | discount |
|---|---|---|---|---|
| above 2.5, above 2, above 1.5 | 10 to 30 | Clear Stock | At-Risk | 60, 50, 40 % |
| above 2, above 1.5 | 30 and more | Customer Acquisition | New | 30, 20 % |
| up to 1.5 | 30 and more | Maximize Profit | VIP | 5 % |

Products with fewer than 15 units in stock or a demand below 10 get none. The table used to list
cleared products again for lost customers, and profitable ones again as Stability Revenue for
regular customers; only the first of such duplicates remains. It considers neither cost nor
response.
"""

import numpy as np
import polars as pl

from contract.objectives import CLEAR_STOCK, CUSTOMER_ACQUISITION, MAXIMIZE_PROFIT
from contract.segments import AT_RISK, NEW, SEGMENTS, VIP
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.candidates import as_products
from strategy_svc.optimizer.choice_problem import Solution
from strategy_svc.optimizer.optimum import Optimum, value_options
from strategy_svc.response.product_responses import NONE

RULE_DISCOUNTS = (0, 5, 20, 30, 40, 50, 60)
_LEAST_DEMAND, _LEAST_STOCK, _HIGH_DEMAND = 10, 15, 30


def rule_table(inputs: pl.DataFrame) -> pl.DataFrame:
    """`inputs` of the products the table promotes, with `objective, target, discount`."""
    ratio = pl.col("stock") / pl.col("demand")
    high = pl.col("demand") >= _HIGH_DEMAND
    over = ratio > 1.5  # noqa: PLR2004 - the thresholds are explained in the module docstring
    clearing = pl.when(ratio > 2.5).then(60).when(ratio > 2).then(50).otherwise(40)  # noqa: PLR2004 - as above
    acquiring = pl.when(ratio > 2).then(30).otherwise(20)  # noqa: PLR2004 - as above
    return (
        inputs.filter((pl.col("demand") >= _LEAST_DEMAND) & (pl.col("stock") >= _LEAST_STOCK))
        .filter(over | high)
        .with_columns(
            objective=pl.when(over & ~high)
            .then(pl.lit(CLEAR_STOCK))
            .when(over)
            .then(pl.lit(CUSTOMER_ACQUISITION))
            .otherwise(pl.lit(MAXIMIZE_PROFIT)),
            target=pl.when(over & ~high)
            .then(pl.lit(AT_RISK))
            .when(over)
            .then(pl.lit(NEW))
            .otherwise(pl.lit(VIP)),
            discount=pl.when(over & ~high).then(clearing).when(over).then(acquiring).otherwise(5),
        )
        .sort("stock_code")
    )


def rule_plan(inputs: pl.DataFrame, settings: PlanSettings) -> tuple[Optimum, list[str]]:
    """The table's campaigns, valued like the optimal ones, and their objectives.

    Highest demand first; rows without a known price, cost or response are left out.
    """
    valued = (pl.col("unit_price") > 0) & pl.col("unit_cost").is_not_null()
    table = rule_table(inputs.filter(valued & (pl.col("evidence") != NONE)))
    products = as_products(table, settings)
    options = value_options(products, rule_settings(settings))
    steps = [RULE_DISCOUNTS.index(step) for step in table["discount"]]
    segments = [SEGMENTS.index(name) for name in table["target"]]
    chosen = np.stack([np.arange(table.height), steps, segments], axis=1).astype(np.int64)
    order = np.lexsort((chosen[:, 0], -products.demand))[: settings.max_campaigns]
    worth = float(options.gain[tuple(chosen[order].T)].sum())
    solution = Solution(chosen[order][:, 0], worth, worth, "rules")
    found = Optimum(table, products, options, chosen[order], solution)
    return found, [table["objective"][int(row)] for row in chosen[order][:, 0]]


def rule_settings(settings: PlanSettings) -> PlanSettings:
    """The settings with the table's own discounts as the ladder."""
    changes = {"ladder": RULE_DISCOUNTS, "max_discount": RULE_DISCOUNTS[-1], "locked": ()}
    return settings.model_copy(update=changes)
