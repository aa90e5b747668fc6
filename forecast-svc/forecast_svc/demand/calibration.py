"""Corrections learned from recent weeks that the models had not seen.

Split conformal prediction (Vovk, Gammerman and Shafer 2005; for quantile models Romano, Patterson
and Candès, Conformalized Quantile Regression, 2019): each end of the interval is moved, on the log
scale, by the quantile of its own recent misses, one shift per class of product volume.

The mean is multiplied by recent units over recent forecasts. A correction that rests on few weeks
is itself noise, so it is drawn half of the way to one and kept within limits.

The central forecast is a blend of median and mean (Bates and Granger, The Combination of Forecasts,
1969): the share of the mean is what would have had the least absolute error in those weeks. It is
none where few large orders make the mean, and large where a whole shop grows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from forecast_svc.demand.gradient_boosting import LOWER, UPPER, VOLUME_LIMITS, Values, Week

CLASSES: Final = len(VOLUME_LIMITS) + 1
FEW_ROWS: Final = 200
"""A class with fewer recent product weeks takes the shift of all of them."""

BIAS_TRUST: Final = 0.5
BIAS_LIMITS: Final = (0.8, 1.25)

SHARES: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Shares of the mean in the central forecast that are tried."""


@dataclass(frozen=True)
class Calibration:
    """What is added to the logs of both ends per volume class, and what the mean is times.

    Attributes:
        lower: One shift per class.
        upper: One shift per class.
        mean_factor: One per class.
        mean_share: Share of the mean in the central forecast, one per class.
    """

    lower: Values
    upper: Values
    mean_factor: Values
    mean_share: Values

    def apply(self, week: Week) -> Week:
        """The corrected week: 0 ≤ lower ≤ median ≤ upper."""
        volume = week.volume
        median = _blend(week.median, week.mean, self.mean_share[volume])
        lower = np.maximum(np.expm1(np.log1p(week.lower) + self.lower[volume]), 0)
        upper = np.maximum(np.expm1(np.log1p(week.upper) + self.upper[volume]), 0)
        return Week(
            median=median,
            mean=week.mean * self.mean_factor[volume],
            lower=np.minimum(lower, median),
            upper=np.maximum(upper, median),
            volume=volume,
        )


def calibrate(week: Week, units: Values) -> Calibration:
    """Learn the corrections from forecasts of weeks whose units are known."""
    volume = week.volume
    of_class = [volume == number for number in range(CLASSES)]
    return Calibration(
        lower=_shifts(np.log1p(units) - np.log1p(week.lower), volume, LOWER),
        upper=_shifts(np.log1p(units) - np.log1p(week.upper), volume, UPPER),
        mean_factor=np.array([_mean_factor(week.mean[rows], units[rows]) for rows in of_class]),
        mean_share=np.array(
            [_mean_share(week.median[rows], week.mean[rows], units[rows]) for rows in of_class]
        ),
    )


def _blend(median: Values, mean: Values, share: Values | float) -> Values:
    return (1 - share) * median + share * mean


def _mean_share(median: Values, mean: Values, units: Values) -> float:
    errors = [float(np.abs(units - _blend(median, mean, share)).sum()) for share in SHARES]
    return SHARES[int(np.argmin(errors))]


def _shifts(misses: Values, volume: npt.NDArray[np.intp], quantile: float) -> Values:
    overall = _quantile(misses, quantile)
    return np.array(
        [
            _quantile(misses[volume == number], quantile)
            if (volume == number).sum() >= FEW_ROWS
            else overall
            for number in range(CLASSES)
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
