"""Gains shrunk for selection bias, and a risk-adjusted gain at a lower quantile.

The best of many uncertain estimates is, on average, an overestimate: the optimiser's curse (Smith
and Winkler 2006, Management Science 52(3)). Their remedy is Bayesian: the gain of an option, per
money of demand it reaches, comes from a normal distribution over all options of the same discount.
Its mean is theirs; its variance is the spread of the estimates plus their mean uncertainty (the
estimates are posterior means already: law of total variance). Each gain is pulled towards that mean
by the share of its variance that is its own uncertainty.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LEAST_SCALE = 1e-9


def shrunk(mean: Floats, sd: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Posterior mean and standard deviation of gains.

    Args:
        mean: O x D estimated gains of O options at D discounts.
        sd: Their standard errors.
        scale: Money they are proportional to; an option with 0 keeps its estimate.
    """
    usable = scale > _LEAST_SCALE
    size = np.where(usable, scale, 1.0)
    rate, error = mean / size, sd / size
    count = np.maximum(usable.sum(axis=0), 1)
    centre = np.where(usable, rate, 0.0).sum(axis=0) / count
    spread = np.where(usable, (rate - centre) ** 2, 0.0).sum(axis=0) / count
    noise = np.where(usable, error**2, 0.0).sum(axis=0) / count
    between = spread + noise
    weight = between / np.maximum(between + error**2, 1e-18)
    weight = np.where(error > 0, weight, 1.0)
    posterior = (weight * rate + (1 - weight) * centre) * size
    uncertain = error * np.sqrt(weight) * size
    return np.where(usable, posterior, mean), np.where(usable, uncertain, sd)


def risk_adjusted_gain(mean: Floats, sd: Floats, quantile: float) -> Floats:
    """The gain at `quantile` of its normal distribution."""
    return mean + NormalDist().inv_cdf(quantile) * sd


def probability_of_gain(mean: Floats, sd: Floats) -> Floats:
    """P(gain > 0) of a normal gain, by the error function's rational approximation.

    Abramowitz and Stegun 1964, 26.2.17: absolute error below 7.5e-8.
    """
    z = mean / np.maximum(sd, 1e-12)
    z = np.clip(z, -38.0, 38.0)
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    tail: Floats = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * poly
    return np.where(z >= 0, 1 - tail, tail)


def estimated_probability(probability: float) -> float:
    """Four decimals, and never 0 or 1: nothing estimated is certain."""
    return min(max(round(probability, 4), 0.0001), 0.9999)
