"""BG/NBD: purchase frequency of customers, and whether they are still active.

P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting Your Customers" the Easy Way: An Alternative to
the Pareto/NBD Model, Marketing Science 24(2), 2005. While alive a customer buys at a rate drawn
from Gamma(r, alpha); after each purchase they drop out with a probability drawn from Beta(a, b).
"""

# scipy's types are incomplete.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from dataclasses import astuple, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LOG_BOUND: Final = 12.0
"""Parameters are limited to e^±12, where the likelihood doesn't overflow."""

_LARGEST_LOG: Final = 500.0
"""Odds are capped at e^500, which is finite and practically certain."""


@dataclass(frozen=True)
class Purchases:
    """The model's input, one customer per row; all times in the same unit.

    Attributes:
        repeats: Purchases after the first (x).
        last: Time from the first to the last purchase (t_x); 0 for a single purchase.
        observed: Time from the first purchase to now (T).
    """

    repeats: Floats
    last: Floats
    observed: Floats


@dataclass(frozen=True)
class BgNbd:
    """The four parameters: purchase rates ~ Gamma(r, alpha), drop-out ~ Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, seen: Purchases) -> Floats:
        """Probability that each customer has not dropped out (from the paper's equation 3)."""
        x = seen.repeats
        waited = np.log((self.alpha + seen.observed) / (self.alpha + seen.last)) * (self.r + x)
        odds = (self.a / (self.b + np.maximum(x, 1) - 1)) * np.exp(np.minimum(waited, _LARGEST_LOG))
        return np.where(x > 0, 1 / (1 + odds), 1.0)

    def active_within(self, seen: Purchases, ahead: float) -> Floats:
        """Probability of at least one purchase within `ahead`.

        Given that a customer is alive their rate is Gamma(r + x, alpha + T), so they make no
        purchase with probability ((alpha + T) / (alpha + T + ahead))^(r + x).
        """
        waited = self.alpha + seen.observed
        none = (waited / (waited + ahead)) ** (self.r + seen.repeats)
        return self.alive(seen) * (1 - none)

    def expected_within(self, seen: Purchases, ahead: float) -> Floats:
        """Expected number of purchases within `ahead` (the paper's equation 10).

        If a is so close to 1 that the formula would divide by 0, it is shifted by 1e-6.
        """
        from scipy.special import hyp2f1  # noqa: PLC0415 - loaded by the refresh only

        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6  # noqa: PLR2004 - the shift
        x, waited = seen.repeats, self.alpha + seen.observed
        z = ahead / (waited + ahead)
        shape = (waited / (waited + ahead)) ** (self.r + x)
        hyper: Floats = hyp2f1(self.r + x, self.b + x, a + self.b + x - 1, z)
        unconditional = (a + self.b + x - 1) / (a - 1) * (1 - shape * hyper)
        return unconditional * self.alive(seen)


def fit_bg_nbd(seen: Purchases) -> BgNbd | None:
    """Fit by maximum likelihood, with equal weight for all customers.

    Returns:
        The parameters; None if nobody bought twice, so that rates can't be estimated, or if the
        optimisation failed.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - loaded by the refresh only

    if not bool((seen.repeats > 0).any()) or float(seen.observed.max()) <= 0:
        return None
    rate = float(seen.repeats.sum() / max(seen.observed.sum(), 1e-9))
    start = np.log([1.0, 1.0 / rate, 0.5, 2.0]).clip(-_LOG_BOUND, _LOG_BOUND)

    def negative(logs: Floats) -> float:
        return -log_likelihood(BgNbd(*np.exp(logs)), seen)

    found: Any = minimize(
        negative,
        start,
        method="L-BFGS-B",
        bounds=[(-_LOG_BOUND, _LOG_BOUND)] * 4,
    )
    if not np.isfinite(found.fun):
        return None
    return BgNbd(*(float(value) for value in np.exp(found.x)))


def log_likelihood(model: BgNbd, seen: Purchases) -> float:
    """Mean log-likelihood of the customers (the paper's equation 6, in logarithms)."""
    from scipy.special import gammaln  # noqa: PLC0415 - loaded by the refresh only

    r, alpha, a, b = astuple(model)
    x, repeated = seen.repeats, seen.repeats > 0
    rates = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    drops = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    still = -(r + x) * np.log(alpha + seen.observed)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + seen.last)
    either = np.logaddexp(still, np.where(repeated, gone, -np.inf))
    return float(np.mean(rates + drops + either))
