"""The plain-numpy model against scikit-learn's own prediction."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation_svc.segments.kmeans_fit import LOG_COLUMNS, Fitted, fit
from segmentation_svc.segments.nearest_centroid import transform


def customers(seed: int, count: int = 500) -> Any:
    random = np.random.default_rng(seed)
    days = random.integers(1, 650, count).astype(float)
    orders = np.floor(np.exp(random.normal(1, 1, count))) + 1
    return np.column_stack([days, orders, np.exp(random.normal(6, 1.5, count))])


FITTED = fit(customers(1))


@pytest.fixture
def fitted() -> Fitted:
    return FITTED


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
    given_rows = np.array(rows, dtype=np.float64)
    scaled = FITTED.scaler.transform(transform(given_rows, LOG_COLUMNS))
    assert FITTED.model.assign(given_rows) == FITTED.kmeans.predict(scaled).tolist()


def test_training_rows_get_the_clusters_reported(fitted: Fitted) -> None:
    """What `fit` reports is what the model assigns, and what labels_ of the pickle says."""
    assert fitted.model.assign(customers(1)) == fitted.clusters == fitted.kmeans.labels_.tolist()


def test_clusters_are_numbered_from_recent_to_silent(fitted: Fitted) -> None:
    """Cluster 0 holds the most recent buyers, cluster 4 the most silent."""
    recency = [center[0] for center in fitted.model.typical()]
    assert recency == sorted(recency)


def test_typical_undoes_the_transform(fitted: Fitted) -> None:
    """A centroid told in days, orders and money is assigned to its own cluster."""
    assert fitted.model.assign(np.array(fitted.model.typical())) == [0, 1, 2, 3, 4]


def test_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Two fits of equal data save equal files."""
    for name in ("a", "b"):
        fit(customers(3)).save(tmp_path / f"{name}s", tmp_path / f"{name}k")
    assert (tmp_path / "as").read_bytes() == (tmp_path / "bs").read_bytes()
    assert (tmp_path / "ak").read_bytes() == (tmp_path / "bk").read_bytes()


@pytest.mark.parametrize("rows", [1, 2, 4, 5])
def test_few_customers_still_make_five_centroids(rows: int) -> None:
    """With fewer distinct customers than clusters the model is degenerate, and consistent."""
    few = customers(5, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = fit(few)
    assert fitted.kmeans.cluster_centers_.shape == (5, 3)
    assert fitted.model.assign(few) == fitted.clusters


def test_equal_customers_are_one_cluster() -> None:
    """A hundred identical customers have no spread, and land together."""
    assert len(set(fit(np.tile([5.0, 2.0, 30.0], (100, 1))).clusters)) == 1
