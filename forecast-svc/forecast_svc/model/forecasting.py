"""Forecasting the week ahead: with the model, or with a fallback if there is little history."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from fleet.jobs import Progress, no_progress
from forecast_svc.model.calibration import Calibration, calibrate
from forecast_svc.model.daily_path import day_shares
from forecast_svc.model.features import Origins, design
from forecast_svc.model.gradient_boosting import (
    TRAINING_ROWS,
    Models,
    Values,
    Week,
    fit,
    training_origins,
)
from forecast_svc.model.reliability import NONE, grades
from forecast_svc.model.weekly_mean import expected_week
from forecast_svc.model.weekly_panel import DAYS, Indices, WeeklyPanel, build_panel, paid_lines
from forecast_svc.model.weekly_quantiles import own_quantiles

MODEL: Final = "gradient_boosting"
CALIBRATION_ROWS: Final = 35_000
"""Training product weeks of the models that are only used for calibration."""

CALIBRATION_WEEKS: Final = 4
"""Recent weeks withheld from training, used to calibrate the interval and grade products."""

MIN_WEEKS: Final = 26
"""With fewer weeks of history, no model is fitted."""

MIN_ROWS: Final = 2_000
"""With fewer product weeks, no model is fitted."""

MAX_GROWTH: Final = 3
"""Upper limit of a forecast as a multiple of the product's largest week, since trees have no such
limit and units span six orders of magnitude."""

_CHUNK: Final = 20_000


@dataclass(frozen=True)
class DemandForecast:
    """The week ahead, and the performance of the calibration models on recent weeks.

    Attributes:
        week: `stock_code`, `mean`, `method`, `p10`, `p50`, `p90`, `trust`, `day_1` … `day_7`; one
            row per product of the catalogue, sorted by code.
        past: `origin`, `stock_code`, `units`, `mean`, `p10`, `p50`, `p90`, `revenue` (of the year
            before) for each product and calibration week; empty without a model.
    """

    week: pl.DataFrame
    past: pl.DataFrame


def forecast_week(
    lines: pl.DataFrame, catalogue: pl.DataFrame, as_of: date, progress: Progress = no_progress
) -> DemandForecast:
    """Forecast the seven days from `as_of`, using only lines before it.

    Args:
        lines: The cleaned ledger; `returned_quantity` is ignored.
        catalogue: `stock_code`, `name`, `department`, `category`.
        as_of: First of the seven days.
        progress: Called after layout, calibration, fit and forecast.
    """
    paid = paid_lines(lines, as_of)
    fallback = _fallback(lines, catalogue["stock_code"], as_of)
    panel = build_panel(paid, catalogue, as_of)
    progress(1, 4)
    shares = day_shares(paid, as_of)
    if panel is None or not enough_history(panel):
        progress(4, 4)
        return DemandForecast(_table(fallback, None, shares), _no_past())
    calibration, past = _calibrated(panel)
    progress(2, 4)
    models = _fitted(panel, before=panel.weeks)
    progress(3, 4)
    rows = _modelled(panel, panel.weeks)
    raw = _predict(models, panel, rows, panel.weeks)
    ahead = calibration.for_newer_models().apply(raw)
    progress(4, 4)
    own = _quantities(panel, rows, panel.weeks, ahead).join(
        grades(past), on="stock_code", how="left"
    )
    return DemandForecast(_table(fallback, own, shares), past)


def _fallback(lines: pl.DataFrame, products: pl.Series, as_of: date) -> pl.DataFrame:
    """Weighted mean and own quantiles of every product."""
    expected = expected_week(lines.lazy(), products, as_of)
    own = own_quantiles(lines.lazy(), products, as_of)
    return expected.join(own, on="stock_code", how="left", maintain_order="left")


def enough_history(panel: WeeklyPanel) -> bool:
    """Whether there are enough weeks, and product weeks before calibration, for a model."""
    rows = panel.modelled()[:, : panel.weeks - CALIBRATION_WEEKS].sum()
    return panel.weeks >= MIN_WEEKS and bool(rows >= MIN_ROWS)


def _calibrated(panel: WeeklyPanel) -> tuple[Calibration, pl.DataFrame]:
    """Corrections from the last weeks, forecast by models trained on earlier weeks only.

    The week ahead is then forecast by models trained on those weeks too: trees that end six weeks
    earlier miss a rising season (WAPE .67 instead of .65 on Online Retail II).
    """
    begin = panel.weeks - CALIBRATION_WEEKS
    models = _fitted(panel, before=begin, limit=CALIBRATION_ROWS)
    weeks = range(begin, panel.weeks)
    rows = {week: _modelled(panel, week) for week in weeks}
    raw = {week: _predict(models, panel, rows[week], week) for week in weeks}
    units = np.concatenate([_units(panel, rows[week], week) for week in weeks])
    calibration = calibrate(_stacked(list(raw.values())), units)
    past = [_past(panel, rows[week], week, calibration.apply(raw[week])) for week in weeks]
    return calibration, pl.concat(past)


def _modelled(panel: WeeklyPanel, week: int) -> Indices:
    return np.flatnonzero(panel.modelled()[:, week])


def _fitted(panel: WeeklyPanel, *, before: int, limit: int = TRAINING_ROWS) -> Models:
    origins = training_origins(panel, before, limit)
    units = panel.grids["units"][origins.rows, origins.at].astype(np.float64)
    return fit(design(panel, origins, ended=True), units)


def _predict(models: Models, panel: WeeklyPanel, rows: Indices, week: int) -> Week:
    """Forecast one week for these products, in chunks to limit memory use."""
    parts = [rows[begin : begin + _CHUNK] for begin in range(0, max(1, len(rows)), _CHUNK)]
    return _stacked(
        [
            models.predict(design(panel, Origins(part, np.full_like(part, week)), ended=False))
            for part in parts
        ]
    )


def _stacked(weeks: list[Week]) -> Week:
    return Week(
        **{
            name: np.concatenate([getattr(week, name) for week in weeks])
            for name in ("median", "mean", "lower", "upper", "volume")
        }
    )


def _units(panel: WeeklyPanel, rows: Indices, week: int) -> Values:
    return panel.grids["units"][rows, week].astype(np.float64)


def _quantities(panel: WeeklyPanel, rows: Indices, week: int, forecast: Week) -> pl.DataFrame:
    """The forecast as a table, capped by each product's largest week."""
    largest = panel.grids["units"][rows, :week].max(axis=1).astype(np.float64)
    numbers = (forecast.mean, forecast.lower, forecast.median, forecast.upper)
    mean, p10, p50, p90 = (np.minimum(units, MAX_GROWTH * (largest + 1)) for units in numbers)
    return pl.DataFrame(
        {"stock_code": panel.codes.gather(rows), "mean": mean, "p10": p10, "p50": p50, "p90": p90}
    )


def _past(panel: WeeklyPanel, rows: Indices, week: int, forecast: Week) -> pl.DataFrame:
    """Forecast and actual sales of a week that is over."""
    revenue = panel.grids["revenue"][rows, max(0, week - 52) : week].sum(axis=1)
    return _quantities(panel, rows, week, forecast).select(
        pl.lit(_first_day(panel, week)).alias("origin"),
        pl.all(),
        pl.Series("units", _units(panel, rows, week)),
        pl.Series("revenue", revenue.astype(np.float64)),
    )


def _first_day(panel: WeeklyPanel, week: int) -> date:
    return date.fromordinal(panel.as_of.toordinal() - DAYS * (panel.weeks - week))


def _no_past() -> pl.DataFrame:
    numbers = ("mean", "p10", "p50", "p90", "units", "revenue")
    return pl.DataFrame(
        schema={"origin": pl.Date, "stock_code": pl.String} | dict.fromkeys(numbers, pl.Float64)
    )


def _table(fallback: pl.DataFrame, own: pl.DataFrame | None, shares: Values) -> pl.DataFrame:
    """One row per product: the model's numbers if there are any, otherwise the fallback's."""
    if own is None:
        own = _no_past().select("stock_code", "mean", "p10", "p50", "p90", trust=pl.lit(NONE))
    modelled = pl.col("mean").is_not_null()
    mean = pl.coalesce("mean", "expected_units").round(4)
    return (
        fallback.join(own, on="stock_code", how="left", maintain_order="left")
        .select(
            "stock_code",
            mean.alias("mean"),
            pl.when(modelled).then(pl.lit(MODEL)).otherwise("method").alias("method"),
            *(pl.coalesce(name, f"own_{name}").round(4) for name in ("p10", "p50", "p90")),
            pl.col("trust").fill_null(NONE),
        )
        .with_columns(_days(shares))
    )


def _days(shares: Values) -> list[pl.Expr]:
    """Daily units as steps of a rounded running total, so that they sum to the mean."""
    totals = [(pl.col("mean") * share).round(4) for share in np.cumsum(shares)[:-1]]
    running = [pl.lit(0.0), *totals, pl.col("mean")]
    return [
        (running[day] - running[day - 1]).round(4).alias(f"day_{day}") for day in range(1, DAYS + 1)
    ]
