"""Poisson regressions of many products together, each shrunk towards its category.

Product `i` of category `g` has weekly units `y` with mean `mu = exp(offset + x'b_i)` and variance
`phi_i mu` (quasi-Poisson; McCullagh and Nelder 1989, ch. 6). Its coefficients come from a normal
distribution around its category's mean, `b_i ~ N(m_g, V)`, whose mean and spread are estimated from
all products (empirical Bayes, by EM with a Laplace approximation; Gelman and Hill 2007, ch. 12-15).
So a product with much evidence is estimated mostly from its own data, and one with little mostly
from its category.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EM_STEPS = 12
_NEWTON_STEPS = 6
_LONGEST_STEP = 1.0  # per coefficient, so that a product without sales cannot diverge
_LARGEST_ETA = 12.0
_DISPERSION_PRIOR = 10.0  # weight of the average product in each dispersion, in weeks
_GROUP_PRIOR = 5.0  # weight of the overall mean in each category's mean, in products
_LEAST_VARIANCE = 1e-4
_LEVEL_VARIANCE = 100.0  # levels differ by orders of magnitude, so they are hardly shrunk


@dataclass(frozen=True)
class Hierarchy:
    """The fitted regressions; P products, K coefficients (the level first), G categories.

    Attributes:
        mean: Posterior means, P x K.
        covariance: Posterior covariances, P x K x K.
        dispersion: phi >= 1, per product.
        group_mean: m, G x K; the level's is the overall one.
        prior_variance: Diagonal of V, K.
    """

    mean: Floats
    covariance: Floats
    dispersion: Floats
    group_mean: Floats
    prior_variance: Floats


def fit_hierarchy(
    design: Floats, counts: Floats, weights: Floats, offset: Floats, group: Ints
) -> Hierarchy:
    """Fit all products.

    Args:
        design: P x W x K, the first column all ones; any value where the weight is 0.
        counts: P x W units.
        weights: P x W, 0 for weeks that are left out.
        offset: P x W, log of what the mean is proportional to.
        group: P category numbers from 0.
    """
    design = np.where((weights > 0)[..., None], design, 0.0)
    products, _, size = design.shape
    beta = np.zeros((products, size))
    beta[:, 0] = _crude_level(counts, weights, offset)
    centre, variance = np.zeros((products, size)), np.ones(size)
    centre[:, 0], variance[0] = beta[:, 0], _LEVEL_VARIANCE
    dispersion = np.full(products, 2.0)
    covariance = np.zeros((products, size, size))
    groups = int(group.max()) + 1 if products else 0
    means = np.zeros((groups, size))
    for _ in range(_EM_STEPS if products else 0):
        beta, covariance = _posterior(
            (design, counts, weights, offset), beta, dispersion, centre, variance
        )
        dispersion = _dispersion(design, counts, weights, offset, beta)
        means = _group_means(beta, group, groups)
        centre = means[group]
        variance = _prior_variance(beta - centre, covariance)
    if products:
        beta, covariance = _posterior(
            (design, counts, weights, offset), beta, dispersion, centre, variance
        )
    return Hierarchy(beta, covariance, dispersion, means, variance)


def _crude_level(counts: Floats, weights: Floats, offset: Floats) -> Floats:
    sold = (counts * weights).sum(axis=1) + 0.5
    return np.log(sold / ((np.exp(offset) * weights).sum(axis=1) + 0.5))


def _posterior(
    data: tuple[Floats, Floats, Floats, Floats],
    beta: Floats,
    dispersion: Floats,
    centre: Floats,
    variance: Floats,
) -> tuple[Floats, Floats]:
    """Mode and curvature of each product's posterior, by Newton's method."""
    design, counts, weights, offset = data
    precision = np.diag(1.0 / variance)
    scaled = weights / dispersion[:, None]
    hessian: Floats = np.broadcast_to(precision, (len(beta), *precision.shape))
    for _ in range(_NEWTON_STEPS):
        mu: Floats = np.exp(_eta(design, beta, offset)) * scaled
        misfit: Floats = np.matmul((counts * scaled - mu)[:, None, :], design)[:, 0]
        gradient: Floats = misfit - (beta - centre) @ precision
        curve: Floats = np.matmul(design.transpose(0, 2, 1), design * mu[..., None])
        hessian = curve + precision
        step: Floats = np.linalg.solve(hessian, gradient[..., None])[..., 0].astype(np.float64)
        beta = beta + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
    covariance: Floats = np.linalg.inv(hessian).astype(np.float64)
    return beta, covariance


def _eta(design: Floats, beta: Floats, offset: Floats) -> Floats:
    linear = np.matmul(design, beta[..., None])[..., 0] + offset
    return np.clip(linear, -_LARGEST_ETA, _LARGEST_ETA)


def _dispersion(
    design: Floats, counts: Floats, weights: Floats, offset: Floats, beta: Floats
) -> Floats:
    """Pearson's estimate, shrunk to the average product's; never below Poisson."""
    mu = np.exp(_eta(design, beta, offset))
    seen = (weights > 0).sum(axis=1)
    freedom = np.maximum(1 - 3 / np.maximum(seen, 4), 0.25)
    pearson = (weights * (counts - mu) ** 2 / np.maximum(mu, 0.3)).sum(axis=1)
    pearson /= np.maximum(weights.sum(axis=1), 1e-9) * freedom
    average = (pearson * seen).sum() / max(seen.sum(), 1)
    shrunk = (pearson * seen + average * _DISPERSION_PRIOR) / (seen + _DISPERSION_PRIOR)
    return np.maximum(shrunk, 1.0)


def _group_means(beta: Floats, group: Ints, groups: int) -> Floats:
    overall = beta.mean(axis=0)
    size = np.bincount(group, minlength=groups).astype(float)
    summed = np.stack(
        [np.bincount(group, beta[:, k], minlength=groups) for k in range(beta.shape[1])], axis=1
    )
    means = (summed + overall * _GROUP_PRIOR) / (size[:, None] + _GROUP_PRIOR)
    means[:, 0] = overall[0]
    return means


def _prior_variance(deviation: Floats, covariance: Floats) -> Floats:
    uncertain = np.diagonal(covariance, axis1=1, axis2=2)
    variance = (deviation**2 + uncertain).mean(axis=0)
    variance[0] = max(variance[0], 1.0)
    return np.maximum(variance, _LEAST_VARIANCE)
