"""Quantiles of units whose mean and variance are known, without a statistics library.

The gamma distribution of that mean and variance, by the approximation of Wilson and Hilferty
(1931): a gamma variable's cube root is nearly normal. With shape `k = mean^2 / variance` it is
`mean (1 - 1/(9k) + z / (3 sqrt(k)))^3`.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def unit_quantile(mean: Floats, variance: Floats, probability: float) -> Floats:
    """The quantile of non-negative units at `probability`; 0 if the mean is 0."""
    z = NormalDist().inv_cdf(probability)
    safe = np.maximum(mean, 1e-12)
    shape = safe**2 / np.maximum(variance, 1e-12)
    root = 1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))
    return np.where(mean > 0, safe * np.maximum(root, 0.0) ** 3, 0.0)
