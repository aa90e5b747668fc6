"""The fitted segments as scikit-learn's own objects. Only this module saves pickles."""

# The types of scikit-learn and joblib are incomplete: what they return is Any.
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

from segmentation_svc.model.archetype_kmeans import CLUSTERS
from segmentation_svc.model.nearest_centroid import CentroidModel, Floats, transform

SEED: Final = 20110909


@dataclass(frozen=True)
class Fitted:
    """A scaler and k-means model as scikit-learn objects.

    Attributes:
        scaler: scikit-learn's StandardScaler, fitted on transformed rows.
        kmeans: scikit-learn's KMeans with k = 5, clusters in the order of the archetypes.
        clusters: Cluster of each row, as `kmeans` predicts it.
    """

    scaler: Any
    kmeans: Any
    clusters: list[int]

    def save(self, scaler_path: Path, kmeans_path: Path) -> None:
        """Save both models with joblib; equal data gives equal bytes."""
        joblib.dump(self.scaler, scaler_path)
        joblib.dump(self.kmeans, kmeans_path)


def as_scikit_learn(model: CentroidModel, rows: Floats) -> Fitted:
    """The objects for a fit of `archetype_kmeans` on `rows`, shape (n, 3) with n ≥ 1.

    With one thread and rows in a fixed order, the result is reproducible to the last bit.
    """
    prepared = transform(rows, model.log_columns)
    # With several threads, sums would depend on how the work is split.
    with threadpool_limits(limits=1):
        scaler = _scaler(prepared, model)
        scaled: Floats = scaler.transform(prepared)
        kmeans = _kmeans(scaled, model)
        clusters = [int(cluster) for cluster in kmeans.predict(scaled)]
    return Fitted(scaler, kmeans, clusters)


def _scaler(prepared: Floats, model: CentroidModel) -> Any:
    """A StandardScaler whose scale includes the weights of the features."""
    scaler: Any = StandardScaler().fit(prepared)
    scaler.mean_, scaler.scale_ = np.array(model.mean), np.array(model.scale)
    return scaler


def _kmeans(scaled: Floats, model: CentroidModel) -> Any:
    """A KMeans with our centroids; its own fit only completes the object."""
    centroids = np.array(model.centroids)
    rows = np.vstack([centroids, scaled])  # at least as many rows as clusters
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a single iteration is enough
        kmeans: Any = KMeans(CLUSTERS, init=centroids, n_init=1, max_iter=1, random_state=SEED)
        kmeans.fit(rows)
    kmeans.cluster_centers_ = centroids
    kmeans.labels_ = kmeans.predict(scaled)
    offsets = scaled - centroids[kmeans.labels_]
    kmeans.inertia_ = float((offsets**2).sum())
    return kmeans
