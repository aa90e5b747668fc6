"""The global direct model: one set of boosted trees for the week's units of all products.

Three quantiles (scikit-learn's HistGradientBoosting, after LightGBM, Ke et al., 2017): absolute
error for the median, the pinball loss for the tenth and ninetieth percentile (Koenker and Bassett,
Regression Quantiles, 1978), each on log1p(units) less the product's own recent log level; a
quantile keeps its rank under both. The ninetieth percentile looks at the largest weeks and orders
besides, and is the mean of two: one measured from that level, which follows a rising season, and
one from the product's own upper quantiles, which know how high its weeks reach.

The mean is read off the three: 0.3 · P10 + 0.4 · P50 + 0.3 · P90 (Swanson's rule; Hurst, Brown and
Swanson, Swanson's 30-40-30 rule, AAPG Bulletin 84, 2000), times units over that sum among the
training rows of the same volume, since the rule knows nothing of rare sales, and drawn a tenth of
the way to the median, since that ratio rests on few orders. A model with Poisson deviance of its
own was no better at equal bias on either ledger and cost more than the three together.

Only refresh and backtest import this module: serving knows no scikit-learn.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, Self

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from forecast_svc.demand.features import Design, Origins
from forecast_svc.demand.weekly_panel import Floats, WeeklyPanel

Values = npt.NDArray[np.float64]

SEED: Final = 360
LOWER: Final = 0.1
UPPER: Final = 0.9
VOLUME_LIMITS: Final = np.array([1.0, 4.0, 12.0, 40.0, 120.0])
"""Volume classes: Swanson's mean of the week between these limits, in units."""

TRAINING_ROWS: Final = 100_000
TRAINING_WEEKS: Final = 70
"""Origins learned from: a year and one season more, so that last autumn is among them."""

FIRST_WEEK: Final = 8
"""Weeks of history the first origin learned from must have."""

SWANSON: Final = (0.3, 0.4, 0.3)
"""Weights of P10, P50 and P90 in the mean."""


MOST_COUNTED: Final = 10.0
"""Times its P90 that one week may count in the mean."""

MEDIAN_SHARE: Final = 0.1
"""Share of the median in the mean: a little bias for less error, since rare orders are noise."""


class Regressor(Protocol):
    """What is used of scikit-learn's regressors, which carry no types of their own."""

    def fit(self, values: Floats, targets: Values) -> Self:
        """Learn `targets` from `values`."""
        ...

    def predict(self, values: Floats) -> Values:
        """One forecast per row."""
        ...


@dataclass(frozen=True)
class Week:
    """Forecasts of the week's units, one value per row, none below 0; `volume` is the class."""

    median: Values
    mean: Values
    lower: Values
    upper: Values
    volume: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Models:
    """The fitted trees, the features they look at, and Swanson's correction per volume.

    `reach` is the second model of the ninetieth percentile, measured from `Design.log_upper`.
    """

    mean_ratio: Values
    columns: npt.NDArray[np.intp]
    tail_columns: npt.NDArray[np.intp]
    lower: Regressor
    median: Regressor
    upper: Regressor
    reach: Regressor

    def predict(self, design: Design) -> Week:
        """Forecast every row of the design, in order of quantiles."""
        values = design.values[:, self.columns]
        tail = design.tail[:, self.tail_columns]
        both = np.hstack([values, tail])
        with threadpool_limits(1):
            from_level = self.upper.predict(both) + design.log_level
            from_reach = self.reach.predict(both) + design.log_upper
            logs = [
                self.lower.predict(values) + design.log_level,
                self.median.predict(values) + design.log_level,
                (from_level + from_reach) / 2,
            ]
        quantiles = np.sort(np.maximum(np.expm1(logs), 0), axis=0)
        lower, median, upper = quantiles
        expected = np.array(SWANSON) @ quantiles
        volume = np.digitize(expected, VOLUME_LIMITS)
        mean = (1 - MEDIAN_SHARE) * expected * self.mean_ratio[volume] + MEDIAN_SHARE * median
        return Week(median=median, mean=mean, lower=lower, upper=upper, volume=volume)


def training_origins(panel: WeeklyPanel, before: int, most: int = TRAINING_ROWS) -> Origins:
    """A fixed sample of product weeks that had ended when week `before` began.

    Products are drawn in proportion to their recent units, without replacement (Efraimidis and
    Spirakis 2006): an error counts in units, and those of big products are the most.
    """
    weeks = np.arange(max(FIRST_WEEK, before - TRAINING_WEEKS), before)
    at = np.repeat(weeks, panel.products)
    rows = np.tile(np.arange(panel.products), len(weeks))
    known = panel.modelled()[rows, at]
    at, rows = at[known], rows[known]
    if len(at) > most:
        chance = np.random.default_rng(SEED).random(len(at))
        keys = np.log(chance) / (_recent_units(panel)[rows, at] + 1)
        drawn = np.sort(np.argpartition(-keys, most)[:most])
        at, rows = at[drawn], rows[drawn]
    return Origins(rows, at)


def _recent_units(panel: WeeklyPanel) -> Floats:
    """Mean units of the eight weeks before each week; (products, weeks + 1)."""
    running = np.zeros((panel.products, panel.weeks + 1), np.float64)
    np.cumsum(panel.grids["units"], axis=1, out=running[:, 1:])
    lagged = np.zeros_like(running)
    lagged[:, 8:] = running[:, :-8]
    return ((running - lagged) / 8).astype(np.float32)


def fit(design: Design, units: Values) -> Models:
    """Fit the models on one thread, so that equal data gives equal numbers.

    Args:
        design: Features of the training origins.
        units: Units of the week that began at each.
    """
    columns = np.flatnonzero(_varies(design.values))
    tail_columns = np.flatnonzero(_varies(design.tail))
    values = design.values[:, columns]
    both = np.hstack([values, design.tail[:, tail_columns]])
    logs = np.log1p(units)
    lower = _boosting(loss="quantile", quantile=LOWER)
    median = _boosting(loss="absolute_error")
    upper, reach = (_boosting(loss="quantile", quantile=UPPER) for _ in range(2))
    with threadpool_limits(1):  # only what is loaded by now is limited
        models = Models(
            mean_ratio=np.ones(len(VOLUME_LIMITS) + 1),
            columns=columns,
            tail_columns=tail_columns,
            lower=lower.fit(values, logs - design.log_level),
            median=median.fit(values, logs - design.log_level),
            upper=upper.fit(both, logs - design.log_level),
            reach=reach.fit(both, logs - design.log_upper),
        )
    return replace(models, mean_ratio=_mean_ratio(models.predict(design), units))


def _mean_ratio(week: Week, units: Values) -> Values:
    """Units per unit of Swanson's mean in each volume class; 1 where the class is empty.

    A single week counts at most ten times its P90: one order of 80,000 units is no lesson.
    """
    counted = np.minimum(units, MOST_COUNTED * (week.upper + 1))
    classes = len(VOLUME_LIMITS) + 1
    sold = np.bincount(week.volume, counted, classes)
    swanson = np.array(SWANSON) @ np.stack([week.lower, week.median, week.upper])
    expected = np.bincount(week.volume, swanson, classes)
    return np.divide(sold, expected, out=np.ones(classes), where=expected > 0)


def _varies(values: Floats) -> npt.NDArray[np.bool_]:
    """Columns with two known values at least: the binning cannot take any other."""
    filled = np.where(np.isnan(values), np.float32(np.inf), values)
    low = filled.min(axis=0)
    high = np.where(np.isnan(values), -np.float32(np.inf), values).max(axis=0)
    return low < high


def _boosting(**loss: Any) -> Regressor:
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415 - takes 2 s

    options: Any = loss | {"early_stopping": False}
    model: Any = HistGradientBoostingRegressor(
        learning_rate=0.08,
        max_iter=100,
        max_leaf_nodes=63,
        min_samples_leaf=80,
        l2_regularization=1.0,
        max_features=0.5,
        random_state=SEED,
        **options,
    )
    return model
