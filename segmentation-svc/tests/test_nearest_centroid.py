"""The plain numpy model against scikit-learn's own prediction."""

# The types of scikit-learn are incomplete.
# pyright: reportUnknownMemberType=false

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from segmentation_svc.model.archetype_kmeans import (
    ARCHETYPES,
    LOG_COLUMNS,
    PRIOR_SHARE,
    RECENCY_WEIGHT,
    fit_centroids,
)
from segmentation_svc.model.kmeans_fit import Fitted, as_scikit_learn
from segmentation_svc.model.nearest_centroid import CentroidModel, transform


def customers(seed: int, count: int = 500) -> Any:
    random = np.random.default_rng(seed)
    days = random.integers(1, 650, count).astype(float)
    orders = np.floor(np.exp(random.normal(1, 1, count))) + 1
    return np.column_stack([days, orders, np.exp(random.normal(6, 1.5, count))])


MODEL = fit_centroids(customers(1))
FITTED = as_scikit_learn(MODEL, customers(1))


def fit(rows: Any) -> tuple[CentroidModel, Fitted]:
    model = fit_centroids(rows)
    return model, as_scikit_learn(model, rows)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 5000), st.integers(1, 10_000), st.floats(-1e6, 1e9)),
        min_size=1,
        max_size=50,
    )
)
def test_json_and_pickled_model_agree(rows: list[tuple[float, int, float]]) -> None:
    """Any customer gets the same cluster from the JSON numbers and from scikit-learn."""
    customer_rows = np.array(rows, dtype=np.float64)
    scaled = FITTED.scaler.transform(transform(customer_rows, LOG_COLUMNS))
    assert MODEL.assign(customer_rows) == FITTED.kmeans.predict(scaled).tolist()


def test_reported_clusters_match_the_model() -> None:
    """They are what the model assigns, and what the pickle's labels_ contains."""
    assert MODEL.assign(customers(1)) == FITTED.clusters == FITTED.kmeans.labels_.tolist()


def test_scaler_matches_standard_scaler_except_recency() -> None:
    """Mean and scale are scikit-learn's, with recency's scale divided by its weight."""
    unweighted: Any = StandardScaler().fit(transform(customers(1), LOG_COLUMNS))
    assert np.allclose(FITTED.scaler.mean_, unweighted.mean_)
    assert np.allclose(FITTED.scaler.scale_, unweighted.scale_ / [RECENCY_WEIGHT, 1, 1])


def test_centroids_are_weighted_means() -> None:
    """Each is the mean of its customers and of its archetype's share of all."""
    scaled, clusters = MODEL.scaled(customers(1)), np.array(MODEL.assign(customers(1)))
    for at, archetype in enumerate(ARCHETYPES * [RECENCY_WEIGHT, 1, 1]):
        own, prior = scaled[clusters == at], PRIOR_SHARE * len(scaled)
        expected = (own.sum(axis=0) + prior * archetype) / (len(own) + prior)
        assert np.allclose(MODEL.centroids[at], expected)


def test_weights_equal_repeated_rows() -> None:
    """A row of weight two equals two rows, a row of weight zero equals none."""
    rows, weights = customers(2), np.arange(500) % 3
    repeated = fit_centroids(np.repeat(rows, weights, axis=0))
    weighted = fit_centroids(rows, weights.astype(np.float64))
    assert np.allclose(repeated.centroids, weighted.centroids)
    assert np.allclose(repeated.scale, weighted.scale)


def test_typical_inverts_the_transform() -> None:
    """A centroid in days, orders and money is assigned to its own cluster."""
    typical = np.array(MODEL.typical())
    assert MODEL.assign(typical) == [0, 1, 2, 3, 4]


def test_equal_data_saves_equal_files(tmp_path: Path) -> None:
    """Two fits of equal rows write the same bytes."""
    for name in ("a", "b"):
        fit(customers(3))[1].save(tmp_path / f"{name}s", tmp_path / f"{name}k")
    assert (tmp_path / "as").read_bytes() == (tmp_path / "bs").read_bytes()
    assert (tmp_path / "ak").read_bytes() == (tmp_path / "bk").read_bytes()


@pytest.mark.parametrize("rows", [1, 2, 4, 5])
def test_few_customers_still_give_five_centroids(rows: int) -> None:
    """With fewer distinct customers than clusters the model is degenerate but consistent."""
    few = customers(5, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model, fitted = fit(few)
    assert fitted.kmeans.cluster_centers_.shape == (5, 3)
    assert model.assign(few) == fitted.clusters


def test_equal_customers_are_one_cluster() -> None:
    """A hundred identical customers have no spread and share a cluster."""
    assert len(set(fit(np.tile([5.0, 2.0, 30.0], (100, 1)))[1].clusters)) == 1
