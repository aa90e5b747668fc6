"""Interval corrections learned from recent weeks that the models hadn't seen.

Split conformal prediction (Vovk, Gammerman and Shafer 2005; for quantile models Romano, Patterson
and Candès, Conformalized Quantile Regression, 2019): each end of the interval is shifted, on the
log scale, by the quantile of its own recent errors, one shift per volume class.

The errors are those of models trained up to four weeks before the end. The models for the week
ahead are also trained on those weeks and already correct part of the error, so half the shift is
applied: in the rising autumn of Online Retail II the whole shift counted the season twice (P90
pinball loss .285, with half the shift .279).

Nothing else is corrected: a factor on the mean or a blend learned from four weeks is mostly noise,
and made forecasts worse on both ledgers (median WAPE .649 instead of .642 on Online Retail II, .534
instead of .529 on the sample).

The median of a count is a whole number, so P50 is rounded.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from forecast_svc.model.gradient_boosting import LOWER, UPPER, VOLUME_LIMITS, Values, Week

CLASSES: Final = len(VOLUME_LIMITS) + 1
FEW_ROWS: Final = 200
"""A class with fewer recent product weeks uses the pooled shift of all classes."""


NEWER_SHARE: Final = 0.5
"""Share of the shifts applied to models trained on the weeks the shifts were learned from."""


@dataclass(frozen=True)
class Calibration:
    """Shifts on the log scale for both ends of the interval, one per volume class.

    Attributes:
        lower: Shift of the tenth percentile.
        upper: Shift of the ninetieth percentile.
    """

    lower: Values
    upper: Values

    def apply(self, week: Week) -> Week:
        """The corrected week: 0 ≤ lower ≤ median ≤ upper."""
        volume = week.volume
        median = np.round(week.median)
        lower = np.maximum(np.expm1(np.log1p(week.lower) + self.lower[volume]), 0)
        upper = np.maximum(np.expm1(np.log1p(week.upper) + self.upper[volume]), 0)
        return Week(
            median=median,
            mean=week.mean,
            lower=np.minimum(lower, median),
            upper=np.maximum(upper, median),
            volume=volume,
        )

    def for_newer_models(self) -> Self:
        """The shifts for models trained on the recent weeks too."""
        return replace(self, lower=NEWER_SHARE * self.lower, upper=NEWER_SHARE * self.upper)


def calibrate(week: Week, units: Values) -> Calibration:
    """Learn the corrections from forecasts of past weeks and their actual units."""
    volume = week.volume
    return Calibration(
        lower=_shifts(np.log1p(units) - np.log1p(week.lower), volume, LOWER),
        upper=_shifts(np.log1p(units) - np.log1p(week.upper), volume, UPPER),
    )


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
