"""The table a plan is made from: one row per product with everything the optimiser needs.

It is stored in the snapshot as `plan_inputs.parquet`, so that a plan with other settings can be
computed without the ledger.
"""

import polars as pl

from contract.segments import SEGMENTS

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
