"""Product classes by which a backtest, a calibration and the outcomes are reported.

They depend only on what was known before each origin: revenue and ABC on the 365 days before it,
volume on the forecast itself, trust on the grade published with the forecast.
"""

from collections.abc import Generator
from itertools import pairwise
from typing import Final

import polars as pl

from forecast_svc.backtest.accuracy import Measures, accuracy

TOP_PRODUCTS: Final = 1000
"""The products with the most revenue in the year before each origin are reported separately; this
is their number."""

A_SHARE: Final = 0.8
B_SHARE: Final = 0.95
"""ABC: products that earn the first 80 % of revenue, those up to 95 %, and the rest."""

VOLUMES: Final = (0.0, 1.0, 4.0, 12.0, 40.0, 120.0)
"""Lower limits of the volume classes, in expected units."""


def by_class(past: pl.DataFrame) -> dict[str, Measures]:
    """`accuracy` of all product weeks and of every class, named `kind:class`.

    Args:
        past: The input of `accuracy`, with `revenue`, and `trust` if there are grades.
    """
    return {name: accuracy(rows) for name, rows in classes(past)}


def classes(past: pl.DataFrame) -> Generator[tuple[str, pl.DataFrame]]:
    """The product weeks of each non-empty class: all, top products, ABC, trust, volume."""
    yield "all", past
    yield f"top_{TOP_PRODUCTS}", top_by_revenue(past)
    labelled = _abc(past).with_columns(_volume().alias("volume"))
    for kind in ("abc", "trust", "volume"):
        if kind in labelled.columns:
            parts = labelled.partition_by(kind, as_dict=True)
            for (label,) in sorted(parts, key=lambda key: _order(key[0])):
                yield f"{kind}:{label}", parts[label,]


def top_by_revenue(past: pl.DataFrame, products: int = TOP_PRODUCTS) -> pl.DataFrame:
    """Product weeks of the products with the most `revenue` before each origin, ties by code."""
    rank = pl.struct(pl.col("revenue").neg(), "stock_code").rank("ordinal").over("origin")
    return past.filter(rank <= products)


def _abc(past: pl.DataFrame) -> pl.DataFrame:
    """Add `abc`, by the cumulative share of revenue before the product, ranked by revenue."""
    ordered = past.sort("origin", pl.col("revenue").neg(), "stock_code")
    revenue = pl.col("revenue")
    share = (revenue.cum_sum() - revenue).over("origin") / revenue.sum().over("origin")
    a, b = share < A_SHARE, share < B_SHARE
    return ordered.with_columns(
        pl.when(a).then(pl.lit("A")).when(b).then(pl.lit("B")).otherwise(pl.lit("C")).alias("abc")
    )


def _volume() -> pl.Expr:
    labels = [f"{low:g}-{high:g}" for low, high in pairwise(VOLUMES)] + [f"{VOLUMES[-1]:g}+"]
    expected = pl.col("mean").fill_null(0.0)
    steps = list(zip(VOLUMES, labels, strict=True))
    return pl.coalesce(pl.when(expected >= low).then(pl.lit(label)) for low, label in steps[::-1])


def _order(label: object) -> tuple[float, str]:
    """Sort key: volumes by size, grades by letter, `none` last."""
    text = str(label)
    lowest = text.partition("-")[0].rstrip("+")
    return (float(lowest) if lowest.isdigit() else 0.0, text)
