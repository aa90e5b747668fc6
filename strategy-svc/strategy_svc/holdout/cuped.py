"""Lift of a randomised campaign, adjusted by what customers did before it (CUPED).

For an outcome y and a covariate x from before the campaign, which the campaign cannot have changed,
`y - theta x` differs between the groups by the same effect in expectation and varies less (Deng,
Xu, Kohavi and Walker 2013). Here theta is the common slope within the groups, so that a real lift
does not bend it (analysis of covariance with equal slopes); the interval is Welch's.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from strategy_svc.holdout.group_moments import Moments

LEVEL = 0.05
POWER = 0.80
LEAST = 10
"""Customers each group needs; with fewer, the interval is too wide to be useful."""


@dataclass(frozen=True)
class Lift:
    """What the campaign changed, per customer contacted.

    Attributes:
        treated, held_out: Mean outcome of each group, unadjusted.
        lift: Difference, adjusted.
        low, high: 95 % confidence interval.
        plain: Difference, unadjusted.
        plain_low, plain_high: Its interval.
        variance_kept: The adjusted difference's variance as a share of the plain one's.
        detectable: Smallest lift that groups like these detect in 80 of 100 cases.
        significant: Whether the interval leaves out 0.
    """

    treated: float
    held_out: float
    lift: float
    low: float
    high: float
    plain: float
    plain_low: float
    plain_high: float
    variance_kept: float
    detectable: float
    significant: bool


def lift(treated: Moments, held_out: Moments) -> Lift | None:
    """The lift; None if a group has fewer than `LEAST` customers."""
    if min(treated.n, held_out.n) < LEAST:
        return None
    theta = _slope(treated, held_out)
    (before_t, after_t), (before_h, after_h) = treated.means, held_out.means
    plain = after_t - after_h
    adjusted = plain - theta * (before_t - before_h)
    wide, wide_df = _standard_error(treated, held_out, 0.0)
    error, df = _standard_error(treated, held_out, theta)
    reach, wide_reach = (
        t_quantile(1 - LEVEL / 2, df) * error,
        t_quantile(1 - LEVEL / 2, wide_df) * wide,
    )
    return Lift(
        after_t,
        after_h,
        adjusted,
        adjusted - reach,
        adjusted + reach,
        plain,
        plain - wide_reach,
        plain + wide_reach,
        (error / wide) ** 2 if wide else 1.0,
        (NormalDist().inv_cdf(1 - LEVEL / 2) + NormalDist().inv_cdf(POWER)) * error,
        abs(adjusted) > reach,
    )


def _slope(treated: Moments, held_out: Moments) -> float:
    squares = treated.centred[0] + held_out.centred[0]
    return (treated.centred[2] + held_out.centred[2]) / squares if squares > 0 else 0.0


def _standard_error(treated: Moments, held_out: Moments, theta: float) -> tuple[float, float]:
    """Of the difference in means of y - theta x, and Welch's degrees of freedom."""
    parts: list[tuple[float, int]] = []
    for group in (treated, held_out):
        xx, yy, xy = group.centred
        variance = max(yy - 2 * theta * xy + theta**2 * xx, 0.0) / (group.n - 1)
        parts.append((variance / group.n, group.n - 1))
    total = sum(part for part, _ in parts)
    spread = sum(part**2 / df for part, df in parts)
    return math.sqrt(total), total**2 / spread if spread else float(parts[1][1])


def t_quantile(share: float, df: float) -> float:
    """Student's t, by its expansion around the normal (Abramowitz and Stegun 26.7.5)."""
    z = NormalDist().inv_cdf(share)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / df + second / df**2 + third / df**3 + fourth / df**4
