"""Fitting the k-means of the segments. The only module of the refresh that imports scikit-learn."""

# scikit-learn and joblib carry no complete types: what comes from them is Any.
# pyright: reportUnknownMemberType=false, reportArgumentType=false

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from segmentation_svc.segments.nearest_centroid import CentroidModel, Floats, transform

CLUSTERS: Final = 5
SEED: Final = 20110909
RESTARTS: Final = 10
LOG_COLUMNS: Final = ("Frequency", "Monetary")
"""Orders and money span decades; days do not: log would tell last week's buyers apart."""


@dataclass(frozen=True)
class Fitted:
    """A fitted scaler and k-means, and the same as plain numbers.

    Attributes:
        scaler: scikit-learn's StandardScaler, fitted on transformed rows.
        kmeans: scikit-learn's KMeans with k = 5, clusters numbered by recency.
        model: What serving computes with.
        clusters: Cluster of each row, as `kmeans` predicts it.
    """

    scaler: Any
    kmeans: Any
    model: CentroidModel
    clusters: list[int]

    def save(self, scaler_path: Path, kmeans_path: Path) -> None:
        """Save both models with joblib; equal data gives equal bytes."""
        joblib.dump(self.scaler, scaler_path)
        joblib.dump(self.kmeans, kmeans_path)


def fit(rows: Floats) -> Fitted:
    """Fit on rows of (recency days, frequency orders, monetary), shape (n, 3) with n ≥ 1.

    The rows' order, the seed and the single thread fix the result to the last bit.
    """
    prepared = transform(rows, LOG_COLUMNS)
    # Sums that several threads share depend on how they were shared out.
    with threadpool_limits(limits=1):
        scaler: Any = StandardScaler().fit(prepared)
        scaled: Floats = scaler.transform(prepared)
        kmeans = _fit_kmeans(scaled)
        _number_by_recency(kmeans)
        clusters = [int(cluster) for cluster in kmeans.predict(scaled)]
    model = CentroidModel(
        log_columns=LOG_COLUMNS,
        mean=tuple(map(float, scaler.mean_)),
        scale=tuple(map(float, scaler.scale_)),
        centroids=tuple(tuple(map(float, center)) for center in kmeans.cluster_centers_),
    )
    return Fitted(scaler, kmeans, model, clusters)


def _fit_kmeans(scaled: Floats) -> Any:
    """K = 5 always: with fewer distinct customers some centroids coincide, and stay unused."""
    distinct = np.unique(scaled, axis=0)
    if len(distinct) >= CLUSTERS:
        return KMeans(CLUSTERS, n_init=RESTARTS, random_state=SEED).fit(scaled)
    start = np.resize(distinct, (CLUSTERS, scaled.shape[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer clusters than asked for: known
        return KMeans(CLUSTERS, init=start, n_init=1, random_state=SEED).fit(start)


def _number_by_recency(kmeans: Any) -> None:
    """Number the clusters from the most recent buyers to the most silent."""
    centers = kmeans.cluster_centers_
    order = np.lexsort((-centers[:, 2], -centers[:, 1], centers[:, 0]))
    kmeans.cluster_centers_ = np.ascontiguousarray(centers[order])
    kmeans.labels_ = np.argsort(order).astype(kmeans.labels_.dtype)[kmeans.labels_]
