"""Measures of forecast error, pooled over origins.

WAPE and bias: Kolassa and Schütz, Advantages of the MAD/Mean ratio over the MAPE, Foresight 6
(2007). Pinball loss: Koenker and Bassett (1978), here per unit sold to be comparable to WAPE.
"""

from typing import Final

import polars as pl

_LOWER: Final = 0.1
_UPPER: Final = 0.9


def wape(forecast: str) -> pl.Expr:
    """Sum of absolute errors per unit sold; null if nothing was sold."""
    return _per_unit((pl.col("units") - pl.col(forecast)).abs().sum())


def bias(forecast: str) -> pl.Expr:
    """Sum of signed errors per unit sold; positive if the forecast is too high."""
    return _per_unit((pl.col(forecast) - pl.col("units")).sum())


def pinball(forecast: str, quantile: float) -> pl.Expr:
    """Pinball loss per unit sold."""
    short = pl.col("units") - pl.col(forecast)
    return _per_unit(pl.max_horizontal(quantile * short, (quantile - 1) * short).sum())


Measures = dict[str, float | None]
"""Measures by name; None if nothing was sold."""


def coverage(lower: str = "p10", upper: str = "p90") -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Share of product weeks below P10, within, and above P90."""
    below, above = pl.col("units") < pl.col(lower), pl.col("units") > pl.col(upper)
    return below.mean(), (~below & ~above).mean(), above.mean()


def accuracy(past: pl.DataFrame) -> Measures:
    """All measures of the product weeks in `past`, rounded to four decimals, JSON-ready.

    Args:
        past: `origin`, `stock_code`, `units`, `mean`, `p10`, `p50`, `p90`.

    Returns:
        `product_weeks`, `units` and the measures by name; None if nothing was sold.
    """
    below, within, above = coverage()
    measures = past.select(
        wape("p50").alias("wape_median"),
        bias("p50").alias("bias_median"),
        wape("mean").alias("wape_mean"),
        bias("mean").alias("bias_mean"),
        pinball("p10", _LOWER).alias("pinball_10"),
        pinball("p90", _UPPER).alias("pinball_90"),
        within.alias("coverage_80"),
        below.alias("below_p10"),
        above.alias("above_p90"),
    )
    found: Measures = {
        name: None if value is None else round(value, 4)
        for name, value in zip(measures.columns, measures.row(0), strict=True)
    }
    units = round(float(past["units"].sum()), 4)
    return {"product_weeks": past.height, "units": units, **found}


def _per_unit(total: pl.Expr) -> pl.Expr:
    units = pl.col("units").sum()
    return pl.when(units > 0).then(total / units)
