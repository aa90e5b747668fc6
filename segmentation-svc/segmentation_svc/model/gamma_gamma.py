"""Gamma-gamma: average money per purchase of each customer.

P. S. Fader, B. G. S. Hardie, The Gamma-Gamma Model of Monetary Value, 2013. Money per purchase is
Gamma(p, v) with v drawn from Gamma(q, gamma), so that a customer's mean is shrunk towards the
overall mean, the more so the fewer purchases there are.
"""

# scipy's types are incomplete.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from dataclasses import astuple, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MIN_CUSTOMERS: Final = 25
_BOUNDS: Final = [(-6.0, 6.0), (np.log(1.01), 6.0), (-12.0, 25.0)]
"""Of log p, log q and log gamma; q > 1, or the overall mean would be infinite."""


@dataclass(frozen=True)
class GammaGamma:
    """The three parameters; p and q are dimensionless, gamma is money."""

    p: float
    q: float
    gamma: float

    def expected(self, purchases: Floats, mean: Floats) -> Floats:
        """Expected money per purchase of each customer (the paper's equation 5).

        Args:
            purchases: Number of purchases behind the mean; 0 gives the overall mean.
            mean: Money per purchase so far.
        """
        money = self.p * (self.gamma + purchases * mean)
        return money / (self.p * purchases + self.q - 1)


def fit_gamma_gamma(purchases: Floats, mean: Floats) -> GammaGamma | None:
    """Fit by maximum likelihood to the customers whose mean is positive.

    Returns:
        The parameters; None with fewer than MIN_CUSTOMERS such customers, or if the optimisation
        fails.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - loaded by the refresh only

    paid = (mean > 0) & (purchases > 0)
    if int(paid.sum()) < MIN_CUSTOMERS:
        return None
    x, m = purchases[paid], mean[paid]
    start = [np.log(2.0), np.log(3.0), float(np.log(np.median(m)))]

    def negative(logs: Floats) -> float:
        return -log_likelihood(GammaGamma(*np.exp(logs)), x, m)

    found: Any = minimize(
        negative,
        np.array(start).clip([low for low, _ in _BOUNDS], [high for _, high in _BOUNDS]),
        method="L-BFGS-B",
        bounds=_BOUNDS,
    )
    if not np.isfinite(found.fun):
        return None
    return GammaGamma(*(float(value) for value in np.exp(found.x)))


def log_likelihood(model: GammaGamma, purchases: Floats, mean: Floats) -> float:
    """Mean log-likelihood of positive means (the paper's equation 1a)."""
    from scipy.special import betaln  # noqa: PLC0415 - loaded by the refresh only

    p, q, gamma = astuple(model)
    x, m = purchases, mean
    either = q * np.log(gamma) + (p * x - 1) * np.log(m) + p * x * np.log(x)
    return float(np.mean(either - betaln(p * x, q) - (p * x + q) * np.log(gamma + m * x)))
