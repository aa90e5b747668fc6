"""The distribution of demand over any number of days, derived from a one-week forecast.

The forecast gives the mean and the P10-P90 band of seven days. Units sold are modelled as
negative binomial (a Poisson whose rate is gamma distributed, the usual model of overdispersed
demand: Silver, Pyke, Thomas, "Inventory and Production Management in Supply Chains", 4th ed.
(2017), section 6.13). The rates of two weeks may be correlated: a forecast that is too low for one
week is likely to be too low for the next. The sum over H weeks is approximated by a negative
binomial with the same first two moments, which is exact for independent weeks.
"""

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from contract.quantiles import P90_DEVIATIONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MIN_VARIANCE_TO_MEAN = 1.05
"""Sales to many independent customers vary at least like a Poisson; slightly more keeps the
negative binomial well defined."""

_SHAPES = np.geomspace(0.3, 1e8, 4000)
_TINY = 1e-300
_CLOSE = 1e-13
_MAX_TERMS = 100_000


@dataclass(frozen=True)
class WeeklyDemand:
    """Negative binomial units of one week, per product.

    Attributes:
        mean: Units of the first week, 0 or more.
        shape: Shape of the gamma distributed rate (the negative binomial's r), above 0.
        later: Mean units of each week after the first; None: as in the first.
        correlation: Between the gamma rates of any two weeks, 0 to 1.
    """

    mean: Floats
    shape: Floats
    later: Floats | None = None
    correlation: float = 0.0

    def over(self, days: Ints | int) -> "Demand":
        """Units over `days` days.

        The sum of W correlated rates of shape r has shape W·r / (1 + (W - 1)·correlation), that of
        the number of independent weeks with the same relative variance.
        """
        weeks = np.asarray(days, np.float64) / 7
        rest = np.maximum(weeks - 1, 0)
        later = self.mean if self.later is None else self.later
        independent = weeks / (1 + rest * self.correlation)
        return Demand(self.mean * np.minimum(weeks, 1) + later * rest, self.shape * independent)


@dataclass(frozen=True)
class Demand:
    """Negative binomial units of some number of days; fields as in `WeeklyDemand`."""

    mean: Floats
    shape: Floats

    def at_most(self, units: Ints) -> Floats:
        """Probability that demand is at most `units` (whole, per product).

        P(D ≤ n) = I_p(r, n + 1) with p = r / (r + mean), the regularised incomplete beta function
        (NIST DLMF 8.17(vi)).
        """
        some = (self.mean > 0) & (self.shape > 0) & (units >= 0)
        answer = np.where(units >= 0, 1.0, 0.0)
        mean, shape = self.mean[some], self.shape[some]
        both = shape + mean
        at_least = units[some].astype(np.float64) + 1
        answer[some] = incomplete_beta(shape, at_least, shape / both, mean / both)
        return answer

    def quantile(self, level: float) -> Ints:
        """Fewest whole units that cover demand with probability `level` (0 < level < 1)."""
        low = np.full(len(self.mean), -1, np.int64)  # never enough
        high = np.ceil(self.mean).astype(np.int64)
        short = np.flatnonzero(self.at_most(high) < level)
        while short.size:
            low[short] = high[short]
            high[short] = 2 * high[short] + 1
            short = short[self._part(short).at_most(high[short]) < level]
        while (open_ := np.flatnonzero(high - low > 1)).size:
            middle = (low[open_] + high[open_]) // 2
            enough = self._part(open_).at_most(middle) >= level
            high[open_] = np.where(enough, middle, high[open_])
            low[open_] = np.where(enough, low[open_], middle)
        return high

    def _part(self, rows: npt.NDArray[np.intp]) -> "Demand":
        return Demand(self.mean[rows], self.shape[rows])


def week_from_quantiles(mean: Floats, p10: Floats, p90: Floats) -> WeeklyDemand:
    """The week's distribution with this mean and the forecast's P10-P90 width.

    The width is matched on a gamma distribution by its Wilson-Hilferty quantiles, mean·(1 - 1/(9k)
    ± z/(3√k))³ (Wilson, Hilferty, PNAS 17 (1931) 684), within 5 % of the exact width. The widest
    gamma used has shape 0.3; wider bands are treated like it. The variance is never below
    `MIN_VARIANCE_TO_MEAN` x the mean.

    Args:
        mean: Units of the week, 0 or more.
        p10: Units exceeded with probability 0.9.
        p90: Units exceeded with probability 0.1, P10 or more.
    """
    some = np.maximum(mean, 1e-12)
    relative = np.maximum(p90 - p10, 0) / some
    root = 1 / (3 * np.sqrt(_SHAPES))
    widths = 6 * P90_DEVIATIONS * root * (1 - root * root) ** 2 + 2 * (P90_DEVIATIONS * root) ** 3
    gamma_shape = np.interp(-relative, -widths, _SHAPES)
    return week_from_variance(mean, some * some / gamma_shape)


def week_from_dispersion(mean: Floats, dispersion: float) -> WeeklyDemand:
    """The week's distribution with variance mean + dispersion·mean²."""
    return week_from_variance(mean, mean + dispersion * mean * mean)


def week_from_variance(mean: Floats, variance: Floats) -> WeeklyDemand:
    """The week's distribution by its first two moments: r = mean² / (variance - mean).

    The variance is never below `MIN_VARIANCE_TO_MEAN` x the mean.
    """
    enough = np.maximum(variance, MIN_VARIANCE_TO_MEAN * mean)
    excess = np.maximum(enough - mean, _TINY)
    return WeeklyDemand(mean, np.where(mean > 0, mean * mean / excess, 0.0))


def incomplete_beta(a: Floats, b: Floats, x: Floats, rest: Floats) -> Floats:
    """Regularised incomplete beta function I_x(a, b).

    Continued fraction NIST DLMF 8.17.22, evaluated by Lentz's method on the side of the mean where
    it converges quickly. Within 1e-9 of scipy for a, b up to 1e6.

    Args:
        a: Above 0, one-dimensional.
        b: Above 0, of the same length.
        x: From 0 to 1.
        rest: 1 - x, passed separately so that no precision is lost where x is close to 1.
    """
    swap = x > (a + 1) / (a + b + 2)
    first, second = np.where(swap, b, a), np.where(swap, a, b)
    at, other = np.where(swap, rest, x), np.where(swap, x, rest)
    with np.errstate(divide="ignore"):
        power = first * np.log(at) + second * np.log(other)
    scale = _log_gamma(a + b) - _log_gamma(a) - _log_gamma(b) - np.log(first)
    part = np.exp(power + scale) * _continued_fraction(first, second, at)
    return np.clip(np.where(swap, 1 - part, part), 0, 1)


def _continued_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """The continued fraction, by the modified Lentz method; converged rows are dropped."""
    answer = np.empty_like(a)
    rows = np.arange(len(a))
    c = np.ones_like(a)
    d = 1 / _avoid_zero(1 - (a + b) * x / (a + 1))
    value: Floats = d.copy()
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = value
        for term in (even, odd):
            d = 1 / _avoid_zero(1 + term * d)
            c = _avoid_zero(1 + term / c)
            value = value * c * d
        going = _changed(value, before)
        answer[rows[~going]] = value[~going]
        if not going.any():
            return answer
        a, b, x, c, d = a[going], b[going], x[going], c[going], d[going]
        value, rows = value[going], rows[going]
    raise ArithmeticError(f"The incomplete beta function did not converge in {_MAX_TERMS} terms.")


def _changed(value: Floats, before: Floats) -> Bools:
    return np.abs(value - before) > _CLOSE * np.abs(value)


def _avoid_zero(value: Floats) -> Floats:
    return np.where(np.abs(value) < _TINY, _TINY, value)


def _log_gamma(value: Floats) -> Floats:
    """Elementwise `math.lgamma`, since NumPy has no log-gamma."""
    return np.array([math.lgamma(one) for one in cast("list[float]", value.tolist())], np.float64)
