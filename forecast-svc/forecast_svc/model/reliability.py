"""Grading the reliability of a product's forecast by its own recent error.

Over the calibration weeks, which the models hadn't seen, the error of a product is
Σ|units - median| / Σ units. A: at most 0.35. B: at most 0.65. C: above. None: the product's number
doesn't come from the model, or it had no sales in those weeks.
"""

from typing import Final

import polars as pl

MAX_WAPE_GRADE_A: Final = 0.35
MAX_WAPE_GRADE_B: Final = 0.65
NONE: Final = "none"


def grades(past: pl.DataFrame) -> pl.DataFrame:
    """The grade of every product with past forecasts: `stock_code`, `trust`.

    Args:
        past: One row per product and calibration week: `stock_code`, `units`, `p50`.
    """
    error, sold = (pl.col("units") - pl.col("p50")).abs().sum(), pl.col("units").sum()
    wape = error / sold
    return past.group_by("stock_code").agg(
        pl.when(sold <= 0)
        .then(pl.lit(NONE))
        .when(wape <= MAX_WAPE_GRADE_A)
        .then(pl.lit("A"))
        .when(wape <= MAX_WAPE_GRADE_B)
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
        .alias("trust")
    )
