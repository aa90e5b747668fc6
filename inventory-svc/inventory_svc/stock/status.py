"""The contract's three-valued stock status of a product."""

import polars as pl

from contract.inventory_statuses import HEALTHY, OVERSTOCKED, UNDERSTOCKED

OVER = 1.5
UNDER = 0.8


def inventory_status(stock: pl.Expr, demand: pl.Expr) -> pl.Expr:
    """The contract's status of `stock` (units) against `demand` (units in the next 7 days).

    Above 1.5 x demand OVERSTOCKED, below 0.8 x UNDERSTOCKED, else HEALTHY; no stock and no demand
    is HEALTHY.
    """
    return (
        pl.when(stock > OVER * demand)
        .then(pl.lit(OVERSTOCKED))
        .when(stock < UNDER * demand)
        .then(pl.lit(UNDERSTOCKED))
        .otherwise(pl.lit(HEALTHY))
    )


def days_of_cover(stock: pl.Expr, demand: pl.Expr) -> pl.Expr:
    """Days that the stock lasts at the rate of the next 7 days' demand; null without demand."""
    return pl.when(demand > 0).then((7 * stock / demand).round(1))
