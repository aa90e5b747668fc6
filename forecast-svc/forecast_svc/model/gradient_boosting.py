"""The global model: boosted trees that directly forecast the week's units of all products.

Three quantiles (scikit-learn's HistGradientBoosting, after LightGBM, Ke et al., 2017): absolute
error for the median, the pinball loss for the tenth and ninetieth percentile (Koenker and Bassett,
Regression Quantiles, 1978), each on log1p(units), which preserves quantiles. A model learns
log1p(units) minus a baseline: the product's recent log level, its own upper quantiles, or zero.
Models with different baselines err on different weeks, so their logs are averaged (Bates and
Granger, The Combination of Forecasts, Operational Research Quarterly 20, 1969): two for the median,
three for the ninetieth percentile, which also uses features of the largest weeks and orders.

The mean is derived from the quantiles: 0.3 · P10 + 0.4 · P50 + 0.3 · P90 (Swanson's rule; Hurst,
Brown and Swanson, Swanson's 30-40-30 rule, AAPG Bulletin 84, 2000), times the ratio of actual units
to that sum among training rows of the same volume class, since the rule ignores rare sales, and
shrunk by a tenth towards the median, since that ratio depends on few orders. A separate model with
Poisson deviance was no better at equal bias on either ledger and cost more than all quantiles.

Only refresh and backtest import this module: serving doesn't load scikit-learn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, Self, cast

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from forecast_svc.model.features import Design, Origins
from forecast_svc.model.weekly_panel import Floats, WeeklyPanel

Values = npt.NDArray[np.float64]

SEED: Final = 360
LOWER: Final = 0.1
UPPER: Final = 0.9
VOLUME_LIMITS: Final = np.array([1.0, 4.0, 12.0, 40.0, 120.0])
"""Volume classes: limits on Swanson's mean of the week, in units."""

TRAINING_ROWS: Final = 100_000
TRAINING_WEEKS: Final = 70
"""Weeks of training origins: a year and one more season, so that last autumn is included."""

FIRST_WEEK: Final = 8
"""Weeks of history required before the first training origin."""

SWANSON: Final = (0.3, 0.4, 0.3)
"""Weights of P10, P50 and P90 in the mean."""


MAX_COUNTED: Final = 10.0
"""Cap on a week in the mean, as a multiple of its P90."""

MEDIAN_SHARE: Final = 0.1
"""Weight of the median in the mean: accepts a little bias for less error from rare orders."""


_MANY_LEAVES: Final = {"max_leaf_nodes": 63, "min_samples_leaf": 80}
LOWER_TREES: Final = {
    "loss": "quantile",
    "quantile": LOWER,
    "learning_rate": 0.11,
    "max_iter": 70,
} | _MANY_LEAVES
"""Fewer, larger steps than the others, at no loss for the tenth percentile."""

MEDIAN_TREES: Final = {"loss": "absolute_error"} | _MANY_LEAVES
UPPER_TREES: Final = {
    "loss": "quantile",
    "quantile": UPPER,
    "max_leaf_nodes": 31,
    "min_samples_leaf": 200,
}
"""Larger leaves, since only one row in ten is above the ninetieth percentile."""


class Regressor(Protocol):
    """The interface of scikit-learn's regressors used here, which are untyped."""

    def fit(self, values: Floats, targets: Values) -> Self:
        """Learn `targets` from `values`."""
        ...

    def predict(self, values: Floats) -> Values:
        """One forecast per row."""
        ...


@dataclass(frozen=True)
class Week:
    """Forecasts of the week's units (≥ 0) and the volume class, one value per row."""

    median: Values
    mean: Values
    lower: Values
    upper: Values
    volume: npt.NDArray[np.intp]


Baseline = Callable[[Design], Values]
"""The baseline a model subtracts from log1p(units), one value per row."""


def level_baseline(design: Design) -> Values:
    """The product's recent log level."""
    return design.log_level


def upper_baseline(design: Design) -> Values:
    """The product's own upper quantiles."""
    return design.log_upper


def zero_baseline(design: Design) -> Values:
    """Zero, so that the model learns log1p(units) itself."""
    return np.zeros_like(design.log_level)


MEDIAN_BASELINES: Final = (level_baseline, zero_baseline)
UPPER_BASELINES: Final = (level_baseline, upper_baseline, zero_baseline)


@dataclass(frozen=True)
class Quantile:
    """Models of one quantile with different baselines; the forecast is the mean of their logs."""

    models: list[tuple[Baseline, Regressor]]

    def logs(self, design: Design, values: Floats) -> Values:
        """Forecasts of log1p(units), one per row."""
        found = [model.predict(values) + baseline(design) for baseline, model in self.models]
        return np.mean(found, axis=0)


@dataclass(frozen=True)
class Models:
    """The fitted trees, their features, and the correction of Swanson's mean per volume class."""

    mean_ratio: Values
    columns: npt.NDArray[np.intp]
    tail_columns: npt.NDArray[np.intp]
    lower: Quantile
    median: Quantile
    upper: Quantile

    def predict(self, design: Design) -> Week:
        """Forecast every row of the design, with quantiles sorted."""
        values = design.values[:, self.columns]
        both = np.hstack([values, design.tail[:, self.tail_columns]])
        with threadpool_limits(1):
            logs = [
                self.lower.logs(design, values),
                self.median.logs(design, values),
                self.upper.logs(design, both),
            ]
        quantiles = np.sort(np.maximum(np.expm1(logs), 0), axis=0)
        lower, median, upper = quantiles
        expected = np.array(SWANSON) @ quantiles
        volume = np.digitize(expected, VOLUME_LIMITS)
        mean = (1 - MEDIAN_SHARE) * expected * self.mean_ratio[volume] + MEDIAN_SHARE * median
        return Week(median=median, mean=mean, lower=lower, upper=upper, volume=volume)


def training_origins(panel: WeeklyPanel, before: int, limit: int = TRAINING_ROWS) -> Origins:
    """A reproducible sample of product weeks that ended before week `before`.

    Products are drawn in proportion to their recent units, without replacement (Efraimidis and
    Spirakis 2006), since errors count in units and are largest for large products.
    """
    weeks = np.arange(max(FIRST_WEEK, before - TRAINING_WEEKS), before)
    at = np.repeat(weeks, panel.products)
    rows = np.tile(np.arange(panel.products), len(weeks))
    modelled = panel.modelled()[rows, at]
    at, rows = at[modelled], rows[modelled]
    if len(at) > limit:
        chance = np.random.default_rng(SEED).random(len(at))
        keys = np.log(chance) / (_recent_units(panel)[rows, at] + 1)
        drawn = np.sort(np.argpartition(-keys, limit)[:limit])
        at, rows = at[drawn], rows[drawn]
    return Origins(rows, at)


def _recent_units(panel: WeeklyPanel) -> Floats:
    """Mean units of the eight weeks before each week, shape (products, weeks + 1)."""
    running = np.zeros((panel.products, panel.weeks + 1), np.float64)
    np.cumsum(panel.grids["units"], axis=1, out=running[:, 1:])
    lagged = np.zeros_like(running)
    lagged[:, 8:] = running[:, :-8]
    return ((running - lagged) / 8).astype(np.float32)


def fit(design: Design, units: Values) -> Models:
    """Fit all models.

    Args:
        design: Features of the training origins.
        units: Units of the week that starts at each origin.
    """
    columns = np.flatnonzero(varies(design.values))
    tail_columns = np.flatnonzero(varies(design.tail))
    values = design.values[:, columns]
    both = np.hstack([values, design.tail[:, tail_columns]])
    logs = np.log1p(units)
    models = Models(
        mean_ratio=np.ones(len(VOLUME_LIMITS) + 1),
        columns=columns,
        tail_columns=tail_columns,
        lower=fit_quantile(design, values, logs, (level_baseline,), LOWER_TREES),
        median=fit_quantile(design, values, logs, MEDIAN_BASELINES, MEDIAN_TREES),
        upper=fit_quantile(design, both, logs, UPPER_BASELINES, UPPER_TREES),
    )
    return replace(models, mean_ratio=_mean_ratio(models.predict(design), units))


def fit_quantile(
    design: Design,
    values: Floats,
    logs: Values,
    baselines: Sequence[Baseline],
    trees: Mapping[str, float | str],
) -> Quantile:
    """Fit one model per baseline, on one thread, so that results are reproducible.

    Args:
        design: Features of the training origins.
        values: The features used by the models.
        logs: log1p(units) of the week that starts at each origin.
        baselines: What each model subtracts.
        trees: Loss and size of the trees, as scikit-learn's parameters.
    """
    models = [(baseline, _boosting(**trees)) for baseline in baselines]
    with threadpool_limits(1):  # only affects libraries that are already loaded
        return Quantile(
            [(start, model.fit(values, logs - start(design))) for start, model in models]
        )


def _mean_ratio(week: Week, units: Values) -> Values:
    """Ratio of actual units to Swanson's mean per volume class; 1 for an empty class.

    A week counts at most ten times its P90, so that one order of 80,000 units has no effect.
    """
    counted = np.minimum(units, MAX_COUNTED * (week.upper + 1))
    classes = len(VOLUME_LIMITS) + 1
    sold = np.bincount(week.volume, counted, classes)
    swanson = np.array(SWANSON) @ np.stack([week.lower, week.median, week.upper])
    expected = np.bincount(week.volume, swanson, classes)
    return np.divide(sold, expected, out=np.ones(classes), where=expected > 0)


def varies(values: Floats) -> npt.NDArray[np.bool_]:
    """Columns with at least two distinct known values; the binning can't handle others."""
    filled = np.where(np.isnan(values), np.float32(np.inf), values)
    low = filled.min(axis=0)
    high = np.where(np.isnan(values), -np.float32(np.inf), values).max(axis=0)
    return low < high


def _boosting(**trees: float | str) -> Regressor:
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415 - takes 2 s

    shared: dict[str, object] = {
        "learning_rate": 0.08,
        "max_iter": 100,
        "l2_regularization": 1.0,
        "max_features": 0.5,
        "random_state": SEED,
        "early_stopping": False,
    }
    regressor = cast("Callable[..., Regressor]", HistGradientBoostingRegressor)
    return regressor(**shared | trees)
