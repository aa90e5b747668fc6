"""Product classes by which a backtest, a calibration and the outcomes are reported.

All depend only on what was known before each origin: revenue and ABC on the 365 days before it,
volume on the forecast itself, trust on the grade given with the forecast.
"""

from collections.abc import Generator
from itertools import pairwise
from typing import Final

import polars as pl

from forecast_svc.backtest.accuracy import Measures, accuracy

TOP_PRODUCTS: Final = 1000
"""Number of products with the most revenue in the year before each origin that are reported
separately."""

A_SHARE: Final = 0.8
B_SHARE: Final = 0.95
"""ABC: the products that earn the first 80 % of the revenue, those up to 95 %, and the rest."""

VOLUMES: Final = (0.0, 1.0, 4.0, 12.0, 40.0, 120.0)
"""Expected units at which the next class begins."""


def by_class(past: pl.DataFrame) -> dict[str, Measures]:
    """`accuracy` of all product weeks and of every class, named `kind:class`.

    Args:
        past: As `accuracy` takes it, with `revenue`; with `trust` where grades were given.
    """
    return {name: accuracy(rows) for name, rows in classes(past)}


def classes(past: pl.DataFrame) -> Generator[tuple[str, pl.DataFrame]]:
    """The product weeks of each class that has any: all, the top ones, ABC, trust, volume."""
    yield "all", past
    yield f"top_{TOP_PRODUCTS}", top_by_revenue(past)
    labelled = _abc(past).with_columns(_volume().alias("volume"))
    for kind in ("abc", "trust", "volume"):
        if kind in labelled.columns:
            parts = labelled.partition_by(kind, as_dict=True)
            for (label,) in sorted(parts, key=lambda key: _order(key[0])):
                yield f"{kind}:{label}", parts[label,]


def top_by_revenue(past: pl.DataFrame, products: int = TOP_PRODUCTS) -> pl.DataFrame:
    """The product weeks of the `products` with most `revenue` before each origin, ties by code."""
    rank = pl.struct(pl.col("revenue").neg(), "stock_code").rank("ordinal").over("origin")
    return past.filter(rank <= products)


def _abc(past: pl.DataFrame) -> pl.DataFrame:
    """With `abc`: the class of a product's first unit of revenue, ranked by revenue."""
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
    """Volumes by size, grades by letter, `none` last."""
    text = str(label)
    lowest = text.partition("-")[0].rstrip("+")
    return (float(lowest) if lowest.isdigit() else 0.0, text)
