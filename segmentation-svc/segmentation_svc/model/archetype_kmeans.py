"""k-means with centroids shrunk towards archetypes, so that clusters keep their meaning.

Plain k-means on customers has several optima of nearly equal cost and jumps between them when a
few customers change. Here each centroid is the mean of its customers and of PRIOR_SHARE of all
customers placed at its archetype: the maximum a posteriori estimate under a normal prior on
the centres (hard EM; J. Gauvain and C. Lee, Maximum a posteriori estimation for multivariate
Gaussian mixture observations, IEEE Trans. Speech and Audio Processing 2, 1994). Assignment is
that of k-means, so a KMeans with these centroids predicts every cluster.
"""

from typing import Final

import numpy as np

from segmentation_svc.model.nearest_centroid import (
    FEATURES,
    CentroidModel,
    Floats,
    Ints,
    squared_distances,
    transform,
)

LOG_COLUMNS: Final = FEATURES
RECENCY_WEIGHT: Final = 0.5
"""Weight of recency relative to orders and money, folded into the scale: a single visit changes
recency most."""

ARCHETYPES: Final = np.array(
    [
        [-0.9, 0.95, 1.5],  # many orders, most money, recently active
        [-0.7, 0.55, 0.0],  # more orders than most, average money, recently active
        [0.05, -0.3, 0.3],  # the average customer
        [-0.05, -0.75, -0.65],  # few orders and little money
        [1.15, -0.75, -1.95],  # few small orders, long ago
    ]
)
"""Recency, frequency, monetary in standard deviations of log1p, shape (5, 3).

These, the weight and the share were chosen by random search on Online Retail II and The Complete
Journey, as of 90 and of 135 days before their ends: for equal clusters on resampled customers, few
changes a month, and labels that tell apart the next 90 days' spend.
"""

PRIOR_SHARE: Final = 0.25
"""Each archetype weighs as much as this share of all customers."""

MAX_ROUNDS: Final = 300
CLUSTERS: Final = len(ARCHETYPES)


def fit_centroids(rows: Floats, weights: Floats | None = None) -> CentroidModel:
    """Scaler and centroids for rows of (recency days, frequency orders, monetary).

    Args:
        rows: Shape (n, 3), n ≥ 1.
        weights: How often each row counts, shape (n,), sum > 0; once each by default. For a
            resample with replacement, pass the number of draws.
    """
    counted = np.ones(len(rows)) if weights is None else weights
    prepared = transform(rows, LOG_COLUMNS)
    mean, scale = _scaling(prepared, counted)
    centroids = _centroids((prepared - mean) / scale, counted)
    return CentroidModel(
        log_columns=LOG_COLUMNS,
        mean=tuple(map(float, mean)),
        scale=tuple(map(float, scale)),
        centroids=tuple(tuple(map(float, centroid)) for centroid in centroids),
    )


def _scaling(prepared: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Weighted mean and scale: standard deviation (1 if all are equal), divided by the weights."""
    total = counted.sum()
    mean = (prepared * counted[:, None]).sum(axis=0) / total
    spread = np.sqrt((((prepared - mean) ** 2) * counted[:, None]).sum(axis=0) / total)
    spread[spread < 1e-9] = 1.0  # noqa: PLR2004 - rounding of a sum of equal numbers
    return mean, spread / _WEIGHTS


def _centroids(scaled: Floats, counted: Floats) -> Floats:
    start = ARCHETYPES * _WEIGHTS
    prior = PRIOR_SHARE * counted.sum()
    centroids, nearest = start, np.full(len(scaled), -1, dtype=np.int64)
    for _ in range(MAX_ROUNDS):
        found = squared_distances(scaled, centroids).argmin(axis=1)
        if np.array_equal(found, nearest):
            break
        nearest = found
        sums = np.column_stack([_sum(nearest, column * counted) for column in scaled.T])
        centroids = (sums + prior * start) / (_sum(nearest, counted) + prior)[:, None]
    return centroids


def _sum(nearest: Ints, values: Floats) -> Floats:
    return np.bincount(nearest, weights=values, minlength=CLUSTERS).astype(np.float64)


_WEIGHTS: Final = np.array([RECENCY_WEIGHT, 1.0, 1.0])
