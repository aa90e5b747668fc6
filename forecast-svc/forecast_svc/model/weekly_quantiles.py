"""Quantiles of a product's own recent weeks: the interval where there is no model."""

from datetime import date
from typing import Final

import polars as pl

from forecast_svc.model.weekly_mean import weekly_units

WEEKS: Final = 13
"""Weekly sums behind the quantiles; fewer for younger products."""


def own_quantiles(
    lines: pl.LazyFrame, products: pl.Series, as_of: date, window: int = WEEKS
) -> pl.DataFrame:
    """`stock_code`, `own_p10`, `own_p50`, `own_p90`: linear between the weekly sums; 0 unsold.

    Args:
        lines: As `weekly_mean.expected_week` takes them.
        products: Stock codes, unique.
        as_of: First day that is left out.
        window: Largest number of weekly sums.
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
