"""Weighted, winsorised mean of weekly units: the fallback forecast.

The expected demand of the next seven days is the exponentially weighted mean of the last eight
weekly sums, each sum first capped (winsorised) at a multiple of the product's own median selling
week, so that one order of 80,000 units doesn't become the forecast. Recent weeks weigh more, so the
forecast falls with every week without sales and is zero after eight.

Exponential weights: R. G. Brown, Smoothing, Forecasting and Prediction (1963), ch. 7, truncated
after eight weeks. Winsorising: J. W. Tukey, The Future of Data Analysis (1962), section 14.
"""

from datetime import date, datetime, time
from typing import Final

import polars as pl

RECENT_WEEKS: Final = 8
_THOUSANDTHS: Final = 1000
"""Weekly sums that enter the mean."""

HISTORY_WEEKS: Final = 26
"""Weekly sums that define an ordinary week of a product."""

DECAY: Final = (4, 5)
"""Each week weighs 4/5 of the following one."""

CAP_MULTIPLE: Final = 4
"""A week counts at most this many median selling weeks of its product."""

FEW_SELLING_WEEKS: Final = 3
"""With fewer weeks, a product's own median is unreliable and the ledger's cap applies as well."""

LEDGER_QUANTILE: Final = 0.95
"""Quantile of all selling weeks in the ledger, which caps products with few weeks."""

FULL_WINDOW = "weighted_mean_8_weeks"
SHORT_HISTORY = "weighted_mean_since_first_sale"
SILENT = "silent_8_weeks"
NEVER_SOLD = "never_sold"


def expected_week(lines: pl.LazyFrame, products: pl.Series, as_of: date) -> pl.DataFrame:
    """Expected units ordered in the seven days from `as_of`, per product.

    Args:
        lines: `stock_code` text, `ordered_at` datetime, `quantity` > 0 in units, `unit_price`;
            lines from `as_of` on and free lines (price 0) are left out.
        products: stock codes to forecast, unique.
        as_of: first day of the week ahead.

    Returns:
        `stock_code`, `expected_units` (≥ 0, four decimals), `method`; sorted by stock code.
    """
    weekly = weekly_units(lines, as_of).collect()
    recent = _weighted_recent(weekly.filter(pl.col("weeks_ago") < RECENT_WEEKS), _caps(weekly))
    return (
        products.sort()
        .to_frame("stock_code")
        .join(_weeks_on_sale(weekly), on="stock_code", how="left", maintain_order="left")
        .join(recent, on="stock_code", how="left", maintain_order="left")
        .select("stock_code", _mean().alias("expected_units"), _method().alias("method"))
    )


def weekly_units(lines: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Units per product and week: `stock_code`, `weeks_ago` (0 = the last seven days), `units`.

    Weeks end the day before `as_of`. Weeks without a paid line have no row.
    """
    days_before = (pl.lit(as_of) - pl.col("ordered_at").dt.date()).dt.total_days()
    return (
        lines.filter(
            pl.col("ordered_at") < datetime.combine(as_of, time.min),
            pl.col("unit_price").ne_missing(0),
        )
        .group_by("stock_code", ((days_before - 1) // 7).alias("weeks_ago"))
        .agg(pl.col("quantity").sum().round(3).alias("units"))
    )


def _weeks_on_sale(weekly: pl.DataFrame) -> pl.DataFrame:
    """Weeks since the first paid line, at least 1."""
    return weekly.group_by("stock_code").agg((pl.col("weeks_ago").max() + 1).alias("weeks_on_sale"))


def _caps(weekly: pl.DataFrame) -> pl.DataFrame:
    """The cap on weekly units, per product."""
    history = weekly.filter(pl.col("weeks_ago") < HISTORY_WEEKS)
    ledger_cap = history["units"].quantile(LEDGER_QUANTILE, interpolation="nearest")
    own_cap = pl.col("units").median() * CAP_MULTIPLE
    return history.group_by("stock_code").agg(
        pl.when(pl.len() < FEW_SELLING_WEEKS)
        .then(pl.min_horizontal(own_cap, pl.lit(ledger_cap)))
        .otherwise(own_cap)
        .mul(_steps())
        .floor()
        .truediv(_steps())
        .alias("cap")
    )


def _weighted_recent(recent: pl.DataFrame, caps: pl.DataFrame) -> pl.DataFrame:
    """Weighted sum of the capped weeks, in integer thousandths so that order doesn't matter."""
    capped = pl.min_horizontal("units", "cap")
    weight = pl.col("weeks_ago").replace_strict(_weights(), return_dtype=pl.Int64)
    return (
        recent.join(caps, on="stock_code")
        .group_by("stock_code")
        .agg(((capped * _THOUSANDTHS).round().cast(pl.Int128) * weight).sum().alias("weighted"))
        .select("stock_code", weighted_units=pl.col("weighted").cast(pl.Float64) / _THOUSANDTHS)
    )


def _steps() -> pl.Expr:
    """Steps per unit to which caps are rounded down: 1, or 1000 for goods sold by weight."""
    weighed = (pl.col("units") % 1 != 0).any()
    return pl.when(weighed).then(_THOUSANDTHS).otherwise(1)


def _mean() -> pl.Expr:
    """Weighted units divided by the total weight of the weeks on sale."""
    weights = _weights()
    total = {weeks: sum(weights[ago] for ago in range(weeks)) for weeks in range(1, 9)}
    on_sale = pl.col("weeks_on_sale").clip(upper_bound=RECENT_WEEKS)
    divisor = on_sale.replace_strict(total, return_dtype=pl.Int64)
    return (pl.col("weighted_units") / divisor).fill_null(0.0).round(4)


def _weights() -> dict[int, int]:
    """Weight by weeks ago: 5⁷, 4·5⁶, … 4⁷, which is 1, 0.8, … 0.8⁷ without fractions."""
    keep, of = DECAY
    return {ago: keep**ago * of ** (RECENT_WEEKS - 1 - ago) for ago in range(RECENT_WEEKS)}


def _method() -> pl.Expr:
    return (
        pl.when(pl.col("weeks_on_sale").is_null())
        .then(pl.lit(NEVER_SOLD))
        .when(pl.col("weighted_units").is_null())
        .then(pl.lit(SILENT))
        .when(pl.col("weeks_on_sale") < RECENT_WEEKS)
        .then(pl.lit(SHORT_HISTORY))
        .otherwise(pl.lit(FULL_WINDOW))
    )
