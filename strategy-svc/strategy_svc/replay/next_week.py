"""Predicts the next week under its actual discounts from what was known, and scores it.

The response is fitted on the weeks before. Levels follow the product's own last weeks: units sold
over units fitted, a gamma posterior around the shop's ratio, so a product whose sales have slowed
is not expected to sell as much as before. The shop's traffic is assumed to stay as in its last
weeks.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from strategy_svc.replay.history_as_of import (
    DEPTH,
    HistoryAsOf,
    panel_with_week,
    scored_products,
)
from strategy_svc.response.price_response import Floats, fit_response, predict_units
from strategy_svc.response.weekly_panel import WeeklyPanel

LEVEL_WEEKS = 8
_LEVEL_PRIOR = 8.0  # weight of the shop's ratio in units, per unit of dispersion
_LEAST_FITTED = 1e-9
_SCHEMA = {
    "origin": pl.Date,
    "stock_code": pl.String,
    "discount": pl.Float64,
    "predicted": pl.Float64,
    "p10": pl.Float64,
    "p90": pl.Float64,
    "units": pl.Float64,
}


@dataclass(frozen=True)
class Accuracy:
    """Predicted against actual.

    Attributes:
        product_weeks: How many were scored.
        predicted, units: Sums.
        bias: (predicted - units) / units.
        wape: Absolute errors over units.
        coverage: Share of product weeks between P10 and P90; 0.8 is right.
    """

    product_weeks: int
    predicted: float
    units: float
    bias: float
    wape: float
    coverage: float


def predict_week(known: HistoryAsOf) -> pl.DataFrame:
    """One row per product and week: `origin, stock_code, discount, predicted, p10, p90, units`.

    `discount` is the actual discount as a share, null if nothing was sold: the price is then
    unknown, and the usual one is used. Empty if no response can be fitted on the weeks before.
    """
    panel = panel_with_week(known)
    rows = scored_products(panel)
    if len(panel.weeks) <= LEVEL_WEEKS or not rows.size:
        return pl.DataFrame(schema=_SCHEMA)
    panel = panel.part(rows, 0, len(panel.weeks))
    last = len(panel.weeks) - 1
    model = fit_response(panel.part(np.arange(rows.size), 0, last))
    usual = panel.traffic[last - LEVEL_WEEKS : last].mean()
    traffic = np.append(panel.traffic[:last], usual)
    found = predict_units(model, panel, traffic)
    level = _level(panel, found.mean, model.hierarchy.dispersion)
    sold = panel.sold[:, last]
    ahead = (quantity * level[:, None] for quantity in (found.mean, found.quantile(0.1)))
    mean, p10 = (values[:, last] for values in ahead)
    columns = {
        "origin": [known.origin] * rows.size,
        "stock_code": panel.codes,
        "discount": np.where(sold, panel.depth[:, last], np.nan),
        "predicted": mean,
        "p10": p10,
        "p90": found.quantile(0.9)[:, last] * level,
        "units": panel.units[:, last],
    }
    return pl.DataFrame(columns, schema=_SCHEMA).with_columns(pl.col("discount").fill_nan(None))


def accuracy(weeks: pl.DataFrame) -> Accuracy:
    """How far off the rows of `predict_week` were."""
    if not weeks.height:
        return Accuracy(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    predicted, units = weeks["predicted"].to_numpy(), weeks["units"].to_numpy()
    inside = (units >= weeks["p10"].to_numpy()) & (units <= weeks["p90"].to_numpy())
    actual_sales = max(float(units.sum()), _LEAST_FITTED)
    return Accuracy(
        weeks.height,
        float(predicted.sum()),
        float(units.sum()),
        float((predicted - units).sum() / actual_sales),
        float(np.abs(predicted - units).sum() / actual_sales),
        float(inside.mean()),
    )


def sold_at_known_price(weeks: pl.DataFrame) -> pl.DataFrame:
    """Product weeks whose discount is known because something was sold."""
    return weeks.filter(pl.col("discount").is_not_null())


def promoted(weeks: pl.DataFrame) -> pl.DataFrame:
    """Product weeks with a discount of at least 10 %."""
    return weeks.filter(pl.col("discount") >= DEPTH)


def _level(panel: WeeklyPanel, fitted: Floats, dispersion: Floats) -> Floats:
    """Units over fitted units of the last weeks in which each product was sold."""
    last = panel.units.shape[1] - 1
    recent = slice(last - LEVEL_WEEKS, last)
    sold = panel.sold[:, recent]
    actual_sales = (panel.units[:, recent] * sold).sum(axis=1)
    expected = (fitted[:, recent] * sold).sum(axis=1)
    shop = actual_sales.sum() / max(float(expected.sum()), _LEAST_FITTED)
    prior = _LEVEL_PRIOR * dispersion
    return (actual_sales + prior * shop) / (expected + prior)
