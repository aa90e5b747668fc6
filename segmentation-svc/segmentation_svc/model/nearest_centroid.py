"""The centroid nearest to a customer, as k-means predicts it, in plain numpy.

Transform → standardise → nearest centroid by Euclidean distance (S. P. Lloyd, Least squares
quantization in PCM, 1982). Used for serving, which therefore doesn't import scikit-learn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contract.columns import SEGMENTS_COLUMNS

FEATURES = tuple(SEGMENTS_COLUMNS[name] for name in ("recency", "frequency", "monetary"))
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Split:
    """A node of a bisecting k-means tree; a leaf is a cluster's index."""

    left_center: tuple[float, ...]
    right_center: tuple[float, ...]
    left: "Split | int"
    right: "Split | int"


@dataclass(frozen=True)
class CentroidModel:
    """A scaler and k centroids.

    Attributes:
        log_columns: Names of `FEATURES` transformed by log1p(max(0, x)) before the scaler.
        mean: The scaler's mean per feature.
        scale: The scaler's scale per feature, not 0.
        centroids: k rows of scaled features.
        tree: For bisecting k-means, which descends a tree instead of comparing all centroids.
    """

    log_columns: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    centroids: tuple[tuple[float, ...], ...]
    tree: Split | None = None

    def scaled(self, rows: Floats) -> Floats:
        """Scaled rows of (recency days, frequency orders, monetary), shape (n, 3)."""
        return (transform(rows, self.log_columns) - np.array(self.mean)) / np.array(self.scale)

    def assign(self, rows: Floats) -> list[int]:
        """The cluster of each row of (recency days, frequency orders, monetary), shape (n, 3)."""
        if self.tree is not None:
            return [_descend(self.tree, row) for row in self.scaled(rows)]
        return [int(cluster) for cluster in self.distances(rows).argmin(axis=1)]

    def distances(self, rows: Floats) -> Floats:
        """Squared distance of (n, 3) rows to each of the k centroids, shape (n, k)."""
        return squared_distances(self.scaled(rows), np.array(self.centroids))

    def typical(self) -> list[tuple[float, float, float]]:
        """Each centroid in days, orders and money, with the transform inverted."""
        natural = np.array(self.centroids) * np.array(self.scale) + np.array(self.mean)
        logged = [name in self.log_columns for name in FEATURES]
        natural[:, logged] = np.expm1(natural[:, logged])
        return [(float(r), float(f), float(m)) for r, f, m in natural]


def transform(rows: Floats, log_columns: tuple[str, ...]) -> Floats:
    """log1p(max(0, x)) of the named columns of (n, 3) rows; others are unchanged."""
    logged = np.array([name in log_columns for name in FEATURES])
    return np.where(logged, np.log1p(np.maximum(0.0, rows)), rows)


def squared_distances(scaled: Floats, centroids: Floats) -> Floats:
    """Squared Euclidean distances, shape (n, k), of (n, 3) scaled rows to (k, 3) centroids."""
    return ((scaled[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2)


def _descend(node: Split | int, row: Floats) -> int:
    while isinstance(node, Split):
        to_left = ((row - np.array(node.left_center)) ** 2).sum()
        to_right = ((row - np.array(node.right_center)) ** 2).sum()
        node = node.left if to_left <= to_right else node.right
    return node
