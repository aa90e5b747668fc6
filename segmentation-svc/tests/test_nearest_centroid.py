"""The plain-numpy model against scikit-learn's own prediction."""

# scikit-learn carries no complete types.
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
def test_numbers_and_pickles_agree(rows: list[tuple[float, int, float]]) -> None:
    """Any customer lands in the same cluster by JSON numbers and by scikit-learn."""
    customer_rows = np.array(rows, dtype=np.float64)
    scaled = FITTED.scaler.transform(transform(customer_rows, LOG_COLUMNS))
    assert MODEL.assign(customer_rows) == FITTED.kmeans.predict(scaled).tolist()


def test_training_rows_get_the_clusters_reported() -> None:
    """What is reported is what the model assigns, and what labels_ of the pickle says."""
    assert MODEL.assign(customers(1)) == FITTED.clusters == FITTED.kmeans.labels_.tolist()


def test_scaler_is_the_standard_scaler_but_for_the_weight_of_recency() -> None:
    """Mean and scale are scikit-learn's own, recency's scale divided by its weight."""
    plain: Any = StandardScaler().fit(transform(customers(1), LOG_COLUMNS))
    assert np.allclose(FITTED.scaler.mean_, plain.mean_)
    assert np.allclose(FITTED.scaler.scale_, plain.scale_ / [RECENCY_WEIGHT, 1, 1])


def test_centroids_solve_the_stated_problem() -> None:
    """Each centroid is the mean of its customers and of its archetype's share of all."""
    scaled, clusters = MODEL.scaled(customers(1)), np.array(MODEL.assign(customers(1)))
    for at, archetype in enumerate(ARCHETYPES * [RECENCY_WEIGHT, 1, 1]):
        own, prior = scaled[clusters == at], PRIOR_SHARE * len(scaled)
        expected = (own.sum(axis=0) + prior * archetype) / (len(own) + prior)
        assert np.allclose(MODEL.centroids[at], expected)


def test_weights_count_as_repetition() -> None:
    """A row of weight two and a row of weight none are a row twice and no row."""
    rows, weights = customers(2), np.arange(500) % 3
    repeated = fit_centroids(np.repeat(rows, weights, axis=0))
    weighted = fit_centroids(rows, weights.astype(np.float64))
    assert np.allclose(repeated.centroids, weighted.centroids)
    assert np.allclose(repeated.scale, weighted.scale)


def test_typical_undoes_the_transform() -> None:
    """A centroid told in days, orders and money is assigned to its own cluster."""
    typical = np.array(MODEL.typical())
    assert MODEL.assign(typical) == [0, 1, 2, 3, 4]


def test_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Two fits of equal data save equal files."""
    for name in ("a", "b"):
        fit(customers(3))[1].save(tmp_path / f"{name}s", tmp_path / f"{name}k")
    assert (tmp_path / "as").read_bytes() == (tmp_path / "bs").read_bytes()
    assert (tmp_path / "ak").read_bytes() == (tmp_path / "bk").read_bytes()


@pytest.mark.parametrize("rows", [1, 2, 4, 5])
def test_few_customers_still_make_five_centroids(rows: int) -> None:
    """With fewer distinct customers than clusters the model is degenerate, and consistent."""
    few = customers(5, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model, fitted = fit(few)
    assert fitted.kmeans.cluster_centers_.shape == (5, 3)
    assert model.assign(few) == fitted.clusters


def test_equal_customers_are_one_cluster() -> None:
    """A hundred identical customers have no spread, and land together."""
    assert len(set(fit(np.tile([5.0, 2.0, 30.0], (100, 1)))[1].clusters)) == 1
