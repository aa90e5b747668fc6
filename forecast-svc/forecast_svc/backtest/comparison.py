"""The model beside the simple methods, on the same product weeks."""

from typing import Any, Final

import polars as pl

from forecast_svc.backtest.accuracy import bias, wape
from forecast_svc.backtest.classes import by_class, top_by_revenue
from forecast_svc.backtest.simple_methods import BUILT_IN, OPTIONAL

FORECASTS: Final = {"p50": "model, median", "mean": "model, mean"}


def compared(scored: pl.DataFrame) -> list[dict[str, Any]]:
    """WAPE, bias and RMSSE of every forecast, over all products and the top ones.

    Args:
        scored: From `rolling.with_units`.

    Returns:
        One record per forecast: `forecast`, `wape`, `bias`, `rmsse`, `wape_top`, `bias_top`.
    """
    names = [*FORECASTS, *BUILT_IN, *(name for name in OPTIONAL if name in scored.columns)]
    filled = scored.with_columns(pl.col(names).fill_null(0.0))
    top = top_by_revenue(filled)
    return [
        {
            "forecast": FORECASTS.get(name, name),
            "wape": _value(filled, wape(name)),
            "bias": _value(filled, bias(name)),
            "rmsse": _value(filled, rmsse(name)),
            "wape_top": _value(top, wape(name)),
            "bias_top": _value(top, bias(name)),
        }
        for name in names
    ]


def rmsse(forecast: str) -> pl.Expr:
    """Root of mean squared error over that of last week's units.

    After Hyndman and Koehler (2006), pooled: one scale for all, so that products that never
    changed need no scale of their own.
    """
    squared = (pl.col("units") - pl.col(forecast)).pow(2).mean()
    naive = (pl.col("units") - pl.col("last_week")).pow(2).mean()
    return pl.when(naive > 0).then((squared / naive).sqrt())


def backtest_report(scored: pl.DataFrame) -> dict[str, Any]:
    """`backtest.json` of a backtest: the same shape as a refresh writes, and the comparison."""
    return {
        "kind": "backtest",
        "origins": [day.isoformat() for day in scored["origin"].unique().sort()],
        "classes": by_class(scored),
        "compared": compared(scored),
    }


def _value(scored: pl.DataFrame, measure: pl.Expr) -> float | None:
    value = scored.select(measure).item()
    return None if value is None else round(float(value), 4)
