"""Logistic regression with a ridge penalty, by Newton's method (Hastie et al. 2009, 4.4.1).

Written in numpy to keep model libraries out of the service's image (decision 0017); a test compares
it with scikit-learn's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 100
_CLOSE = 1e-8
_LONGEST_STEP = 0.5  # per coefficient; without it, the first steps diverge for rare events
_LARGEST = 30.0


@dataclass(frozen=True)
class Logistic:
    """A fitted regression on standardised columns.

    Attributes:
        centre, scale: Mean and deviation of the K columns it was fitted on.
        weights: K coefficients.
        level: Intercept.
    """

    centre: Floats
    scale: Floats
    weights: Floats
    level: float

    def probability(self, columns: Floats) -> Floats:
        """The probability for each row of an N x K matrix."""
        eta = self.level + (columns - self.centre) / self.scale @ self.weights
        return 1 / (1 + np.exp(-np.clip(eta, -_LARGEST, _LARGEST)))


def fit_logistic(columns: Floats, labels: Floats, weights: Floats, *, penalty: float) -> Logistic:
    """Minimise the weighted negative log likelihood plus `penalty / 2` times the squared slopes.

    Args:
        columns: N x K, finite; standardised here by their weighted mean and deviation.
        labels: N zeros and ones; both must occur.
        weights: N, above 0.
        penalty: Above 0, of the standardised slopes; the level is not penalised.
    """
    total = weights.sum()
    centre = weights @ columns / total
    scale = np.sqrt(weights @ (columns - centre) ** 2 / total)
    scale = np.where(scale > 0, scale, 1.0)
    design = np.column_stack([np.ones(len(labels)), (columns - centre) / scale])
    ridge = np.diag([0.0, *[penalty] * columns.shape[1]])
    share = float(weights @ labels / total)
    found = np.zeros(design.shape[1])
    found[0] = np.log(share / (1 - share))
    for _ in range(_STEPS):
        mean = 1 / (1 + np.exp(-np.clip(design @ found, -_LARGEST, _LARGEST)))
        slope = design.T @ (weights * (labels - mean)) - ridge @ found
        curve = (design * (weights * mean * (1 - mean))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        step *= min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _CLOSE))
        found = found + step
        if np.abs(step).max() < _CLOSE:
            break
    return Logistic(centre, scale, found[1:], float(found[0]))
