"""Corrections learned from recent weeks that the models had not seen.

Split conformal prediction (Vovk, Gammerman and Shafer 2005; for quantile models Romano, Patterson
and Candès, Conformalized Quantile Regression, 2019): each end of the interval is moved, on the log
scale, by the quantile of its own recent misses, one shift per class of product volume.

The mean is multiplied by recent units over recent forecasts. A correction that rests on few weeks
is itself noise, so it is drawn half of the way to one and kept within limits.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from forecast_svc.demand.gradient_boosting import LOWER, UPPER, Values, Week

CLASS_LIMITS: Final = np.array([1.0, 4.0, 12.0, 40.0, 120.0])
"""Volume classes: expected units of the week between these limits."""

FEW_ROWS: Final = 200
"""A class with fewer recent product weeks takes the shift of all of them."""

BIAS_TRUST: Final = 0.5
BIAS_LIMITS: Final = (0.8, 1.25)


@dataclass(frozen=True)
class Calibration:
    """What is added to the logs of both ends per volume class, and what the mean is times.

    Attributes:
        lower: One shift per class.
        upper: One shift per class.
        mean_factor: For all products.
    """

    lower: Values
    upper: Values
    mean_factor: float

    def apply(self, week: Week) -> Week:
        """The corrected week: 0 ≤ lower ≤ median ≤ upper."""
        volume = np.digitize(week.mean, CLASS_LIMITS)
        lower = np.maximum(np.expm1(np.log1p(week.lower) + self.lower[volume]), 0)
        upper = np.maximum(np.expm1(np.log1p(week.upper) + self.upper[volume]), 0)
        return Week(
            median=week.median,
            mean=week.mean * self.mean_factor,
            lower=np.minimum(lower, week.median),
            upper=np.maximum(upper, week.median),
        )


NO_CALIBRATION: Final = Calibration(
    np.zeros(len(CLASS_LIMITS) + 1), np.zeros(len(CLASS_LIMITS) + 1), 1.0
)


def calibrate(week: Week, units: Values) -> Calibration:
    """Learn the corrections from forecasts of weeks whose units are known."""
    volume = np.digitize(week.mean, CLASS_LIMITS)
    return Calibration(
        lower=_shifts(np.log1p(units) - np.log1p(week.lower), volume, LOWER),
        upper=_shifts(np.log1p(units) - np.log1p(week.upper), volume, UPPER),
        mean_factor=_mean_factor(week.mean, units),
    )


def _shifts(misses: Values, volume: np.ndarray, quantile: float) -> Values:
    overall = _quantile(misses, quantile)
    return np.array(
        [
            _quantile(misses[volume == number], quantile)
            if (volume == number).sum() >= FEW_ROWS
            else overall
            for number in range(len(CLASS_LIMITS) + 1)
        ]
    )


def _quantile(misses: Values, quantile: float) -> float:
    return float(np.quantile(misses, quantile)) if len(misses) else 0.0


def _mean_factor(mean: Values, units: Values) -> float:
    forecast = float(mean.sum())
    if forecast <= 0:
        return 1.0
    factor = 1 + BIAS_TRUST * (float(units.sum()) / forecast - 1)
    return float(np.clip(factor, *BIAS_LIMITS))
