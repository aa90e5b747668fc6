"""Runs in the environment of `make benchmark`: our numbers and statsforecast's, as JSON."""

import importlib
import json
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from forecast_svc.backtest.accuracy import accuracy
from forecast_svc.backtest.simple_methods import simple_forecasts

# Typed as Any: these packages are not installed where types are checked.
models_of: Any = importlib.import_module("statsforecast.models")
losses: Any = importlib.import_module("utilsforecast.losses")

ORIGIN = date(2011, 9, 2)
WEEKS = 40


def weekly_sales() -> dict[str, npt.NDArray[np.int64]]:
    """Units per week, oldest first: lumpy, steady, new and slow-moving products."""
    draw = np.random.default_rng(11)
    series = {
        "LUMPY": draw.poisson(3, WEEKS) * draw.binomial(1, 0.3, WEEKS),
        "STEADY": draw.poisson(40, WEEKS),
        "YOUNG": draw.poisson(9, 12),
        "SELDOM": draw.binomial(1, 0.1, WEEKS),
    }
    return {name: np.concatenate([[5], units]) for name, units in series.items()}


def ledger(series: dict[str, npt.NDArray[np.int64]]) -> pl.DataFrame:
    """An order line per product and week with units, three days before the week ends."""
    rows = [
        (name, datetime(2011, 8, 30) - timedelta(weeks=ago), int(units), 1.0)  # noqa: DTZ001 - as ledgers do
        for name, history in series.items()
        for ago, units in enumerate(history[::-1])
        if units
    ]
    columns = ["stock_code", "ordered_at", "quantity", "unit_price"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def methods() -> dict[str, dict[str, list[float]]]:
    """SES and IMAPA of every product: ours from the ledger, theirs from the series."""
    series = weekly_sales()
    ours = simple_forecasts(ledger(series).lazy(), ORIGIN)
    models = {"ses": models_of.SimpleExponentialSmoothingOptimized(), "imapa": models_of.IMAPA()}
    theirs = {
        name: [
            float(model.forecast(series[code].astype(float), h=1)["mean"][0])
            for code in ours["stock_code"]
        ]
        for name, model in models.items()
    }
    return {name: {"ours": ours[name].to_list(), "theirs": theirs[name]} for name in models}


def measures() -> dict[str, dict[str, float | None]]:
    """Our measures of made-up forecasts, and the same from utilsforecast's losses."""
    draw = np.random.default_rng(5)
    units = draw.poisson(6, 500).astype(float)
    mean = draw.gamma(2, 3, 500)
    table = pl.DataFrame(
        {"units": units, "mean": mean, "p50": mean * 0.9, "p10": mean * 0.3, "p90": mean * 2}
    )
    ours = accuracy(table)
    theirs = table.with_columns(unique_id=pl.lit("all"), ds=pl.int_range(pl.len())).rename(
        {"units": "y"}
    )
    per_unit = len(units) / units.sum()

    def of(frame: pl.DataFrame, column: str) -> float:
        return float(frame[column][0])

    return {
        "wape_median": {
            "ours": ours["wape_median"],
            "theirs": per_unit * of(losses.mae(theirs, ["p50"]), "p50"),
        },
        "bias_mean": {
            "ours": ours["bias_mean"],
            "theirs": per_unit * of(losses.bias(theirs, ["mean"]), "mean"),
        },
        "pinball_10": {
            "ours": ours["pinball_10"],
            "theirs": per_unit * of(losses.quantile_loss(theirs, {"p10": "p10"}, q=0.1), "p10"),
        },
        "pinball_90": {
            "ours": ours["pinball_90"],
            "theirs": per_unit * of(losses.quantile_loss(theirs, {"p90": "p90"}, q=0.9), "p90"),
        },
    }


if __name__ == "__main__":
    print(json.dumps({"methods": methods(), "measures": measures()}))  # noqa: T201 - the caller reads it
