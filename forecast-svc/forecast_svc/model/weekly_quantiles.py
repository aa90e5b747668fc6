"""Quantiles of a product's own recent weeks: the interval without a model."""

from datetime import date
from typing import Final

import polars as pl

from forecast_svc.model.weekly_mean import weekly_units

WEEKS: Final = 13
"""Weekly sums used for the quantiles; fewer for newer products."""


def own_quantiles(
    lines: pl.LazyFrame, products: pl.Series, as_of: date, window: int = WEEKS
) -> pl.DataFrame:
    """`stock_code`, `own_p10`, `own_p50`, `own_p90` in units, interpolated linearly; 0 if unsold.

    Args:
        lines: See `weekly_mean.expected_week`.
        products: Stock codes, unique.
        as_of: First day to exclude.
        window: Maximum number of weekly sums.
    """
    weekly = weekly_units(lines, as_of).collect()
    age = weekly.group_by("stock_code").agg((pl.col("weeks_ago").max() + 1).alias("age"))
    weeks = pl.DataFrame({"weeks_ago": range(window)}, schema={"weeks_ago": pl.Int64})
    grid = (
        products.to_frame("stock_code")
        .join(age, on="stock_code")
        .join(weeks, how="cross")
        .filter(pl.col("weeks_ago") < pl.col("age"))
        .join(weekly, on=["stock_code", "weeks_ago"], how="left")
    )
    units = pl.col("units").fill_null(0)
    found = grid.group_by("stock_code").agg(
        units.quantile(share / 100, interpolation="linear").alias(f"own_p{share}")
        for share in (10, 50, 90)
    )
    sold = products.to_frame("stock_code").join(
        found, on="stock_code", how="left", maintain_order="left"
    )
    return sold.with_columns(pl.col("^own_p.*$").fill_null(0.0))
