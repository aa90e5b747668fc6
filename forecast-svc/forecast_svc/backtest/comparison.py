"""Comparing the model with simple methods on the same product weeks."""

from typing import Final, Literal, TypedDict

import polars as pl

from forecast_svc.backtest.accuracy import Measures, accuracy, bias, coverage, pinball, wape
from forecast_svc.backtest.classes import classes, top_by_revenue
from forecast_svc.backtest.simple_methods import BUILT_IN, INTERVALS, OPTIONAL

FORECASTS: Final = {"p50": "model, median", "mean": "model, mean"}
MODEL_INTERVAL: Final = "model"
LAST_WEEK: Final = "last_week"
_KEYS: Final = {"origin", "stock_code", "method", "trust"}

Row = dict[str, str | float | None]
"""A name, then measures by name; None if nothing was sold."""


class BacktestReport(TypedDict):
    """`backtest.json` of a backtest.

    Attributes:
        origins: ISO dates.
        classes: Measures per class of product.
        compared: One row per forecast; see `compared`.
        intervals: One row per interval; see `intervals`.
    """

    kind: Literal["backtest"]
    origins: list[str]
    classes: dict[str, Measures]
    compared: list[Row]
    intervals: list[Row]


def methods_of(scored: pl.DataFrame) -> dict[str, str]:
    """Column and display name of every forecast in `scored`, the model's first."""
    simple = [*BUILT_IN, *(name for name in OPTIONAL if name in scored.columns)]
    return FORECASTS | {name: name for name in simple}


def compared(scored: pl.DataFrame) -> list[Row]:
    """WAPE, bias and RMSSE of every forecast, over all products and the top products.

    Args:
        scored: From `rolling.with_units`.

    Returns:
        One record per forecast: `forecast`, `wape`, `bias`, `rmsse`, and the same with `_top`.
    """
    filled = without_gaps(scored)
    parts = {"": filled, "_top": top_by_revenue(filled)}
    return [
        {"forecast": shown}
        | {
            f"{measure.__name__}{suffix}": _value(rows, measure(name))
            for suffix, rows in parts.items()
            for measure in (wape, bias, rmsse)
        }
        for name, shown in methods_of(scored).items()
    ]


def intervals(scored: pl.DataFrame) -> list[Row]:
    """Pinball loss, coverage and tails of every 80 % interval, over all and top products.

    Returns:
        One record per interval: `interval`, `pinball_10`, `pinball_90`, `coverage_80`, `below_p10`,
        `above_p90`, and the same with `_top`.
    """
    filled = without_gaps(scored)
    parts = {"": filled, "_top": top_by_revenue(filled)}
    ends = {MODEL_INTERVAL: ("p10", "p90")} | {
        f"own quantiles of {weeks} weeks": (f"p10_{weeks}_weeks", f"p90_{weeks}_weeks")
        for weeks in INTERVALS
    }
    return [
        {"interval": shown}
        | {
            f"{measure}{suffix}": _value(rows, expression)
            for suffix, rows in parts.items()
            for measure, expression in _of_interval(lower, upper).items()
        }
        for shown, (lower, upper) in ends.items()
    ]


def _of_interval(lower: str, upper: str) -> dict[str, pl.Expr]:
    below, within, above = coverage(lower, upper)
    return {
        "pinball_10": pinball(lower, 0.1),
        "pinball_90": pinball(upper, 0.9),
        "coverage_80": within,
        "below_p10": below,
        "above_p90": above,
    }


def wape_by_class(scored: pl.DataFrame) -> dict[str, Measures]:
    """WAPE of every forecast, by forecast, per class of product."""
    return {
        name: {shown: _value(rows, wape(column)) for column, shown in methods_of(scored).items()}
        for name, rows in classes(without_gaps(scored))
    }


def without_gaps(scored: pl.DataFrame) -> pl.DataFrame:
    """`scored` with every missing prediction counted as 0."""
    numbers = [name for name in scored.columns if name not in _KEYS]
    return scored.with_columns(pl.col(numbers).fill_null(0.0))


def rmsse(forecast: str) -> pl.Expr:
    """Root mean squared error relative to that of last week's units.

    After Hyndman and Koehler (2006), but with one scale for all products, since products with
    constant sales have none.
    """
    squared = (pl.col("units") - pl.col(forecast)).pow(2).mean()
    naive = (pl.col("units") - pl.col(LAST_WEEK)).pow(2).mean()
    return pl.when(naive > 0).then((squared / naive).sqrt())


def backtest_report(scored: pl.DataFrame) -> BacktestReport:
    """`backtest.json` of a backtest: the shape written by a refresh, plus the comparison."""
    return {
        "kind": "backtest",
        "origins": [day.isoformat() for day in scored["origin"].unique().sort()],
        "classes": {
            name: accuracy(rows)
            | {f"rmsse_{kind}": _value(rows, rmsse(column)) for column, kind in _CENTRAL.items()}
            for name, rows in classes(without_gaps(scored))
        },
        "compared": compared(scored),
        "intervals": intervals(scored),
    }


_CENTRAL: Final = {"p50": "median", "mean": "mean"}


def _value(scored: pl.DataFrame, measure: pl.Expr) -> float | None:
    value = scored.select(measure).item()
    return None if value is None else round(float(value), 4)
