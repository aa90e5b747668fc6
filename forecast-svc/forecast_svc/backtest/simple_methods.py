"""Simple forecasts of one week's units per product, as benchmarks for the model.

SES: simple exponential smoothing, its constant chosen per product by squared error (Brown 1959).
IMAPA: intermittent multiple aggregation prediction (Petropoulos and Kourentzes 2015). Both come
from statsforecast, where the optional extra `benchmark` is installed.
"""

import importlib.util
from datetime import date
from typing import Any, Final, cast

import polars as pl

from forecast_svc.model.weekly_mean import RECENT_WEEKS, weekly_units
from forecast_svc.model.weekly_quantiles import own_quantiles

WEEKS: Final = 104
STATSFORECAST: Final = importlib.util.find_spec("statsforecast") is not None
BUILT_IN: Final = ("last_week", "mean_28_days", "mean_56_days", "median_8_weeks")
OPTIONAL: Final = ("ses", "imapa")
MEANS: Final = ("last_week", "mean_28_days", "mean_56_days", *OPTIONAL)
"""Methods that forecast the mean; the others forecast the median."""

INTERVALS: Final = (13, 26)
"""Windows, in weeks, of the simple intervals from a product's own quantiles: `p10_13_weeks` etc."""


def simple_forecasts(lines: pl.LazyFrame, as_of: date) -> pl.DataFrame:
    """`stock_code` and one column per method; products without paid lines have no row."""
    weekly = weekly_units(lines, as_of).filter(pl.col("weeks_ago") < WEEKS).collect()
    recent = (
        weekly.filter(pl.col("weeks_ago") < RECENT_WEEKS)
        .group_by("stock_code")
        .agg(
            _sum(1).alias("last_week"),
            (_sum(4) / 4).alias("mean_28_days"),
            (_sum(RECENT_WEEKS) / RECENT_WEEKS).alias("mean_56_days"),
            _median_of_eight().alias("median_8_weeks"),
        )
    )
    products = weekly.select("stock_code").unique().sort("stock_code")
    found = products.join(recent, on="stock_code", how="left").fill_null(0.0)
    if STATSFORECAST:
        found = found.join(_statsforecast(weekly), on="stock_code", how="left").fill_null(0.0)
    for weeks in INTERVALS:
        found = found.join(_interval(lines, found, as_of, weeks), on="stock_code", how="left")
    return found.sort("stock_code")


def _interval(lines: pl.LazyFrame, products: pl.DataFrame, as_of: date, weeks: int) -> pl.DataFrame:
    return own_quantiles(lines, products["stock_code"], as_of, weeks).select(
        "stock_code",
        *(pl.col(f"own_{end}").alias(f"{end}_{weeks}_weeks") for end in ("p10", "p90")),
    )


def _sum(weeks: int) -> pl.Expr:
    return pl.col("units").filter(pl.col("weeks_ago") < weeks).sum().cast(pl.Float64)


def _median_of_eight() -> pl.Expr:
    """Median of eight weeks, counting missing weeks as 0."""
    zeros = pl.lit(0, dtype=pl.Int64).repeat_by(RECENT_WEEKS - pl.len()).explode()
    return pl.concat([pl.col("units"), zeros]).drop_nulls().median()


def _statsforecast(weekly: pl.DataFrame) -> pl.DataFrame:
    """SES and IMAPA of every product, from its first sale in the period."""
    models: Any = importlib.import_module("statsforecast.models")
    forecasting: Any = importlib.import_module("statsforecast").StatsForecast
    methods = [models.SimpleExponentialSmoothingOptimized(alias="ses"), models.IMAPA(alias="imapa")]
    found: pl.DataFrame = forecasting(models=methods, freq=1, n_jobs=1).forecast(
        df=_series(weekly), h=1
    )
    return found.select(
        pl.col("unique_id").alias("stock_code"), *(pl.col(name).clip(0) for name in OPTIONAL)
    )


def _series(weekly: pl.DataFrame) -> pl.DataFrame:
    """`unique_id`, `ds` (0 to the newest week), `y`, with missing weeks as 0."""
    oldest = cast("int", weekly["weeks_ago"].max())
    ages = weekly.group_by("stock_code").agg(pl.col("weeks_ago").max().alias("age"))
    weeks = pl.int_ranges(pl.lit(0), pl.col("age") + 1).alias("weeks_ago")
    filled = ages.select("stock_code", weeks).explode("weeks_ago")
    return (
        filled.join(weekly, on=["stock_code", "weeks_ago"], how="left")
        .select(
            pl.col("stock_code").alias("unique_id"),
            (oldest - pl.col("weeks_ago")).alias("ds"),
            pl.col("units").fill_null(0).cast(pl.Float64).alias("y"),
        )
        .sort("unique_id", "ds")
    )
