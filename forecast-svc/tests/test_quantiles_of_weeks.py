"""Quantiles of a product's last weeks, against numpy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_svc.model.product_history import quantile, ranked_weeks


@given(
    st.lists(
        st.lists(st.floats(0, 20, width=32), min_size=13, max_size=13), min_size=1, max_size=5
    ),
    st.integers(1, 13),
    st.floats(0, 1),
)
def test_quantiles_match_numpy(rows: list[list[float]], weeks: int, share: float) -> None:
    """Only the newest weeks count, for any number of weeks and any share."""
    values = np.array(rows, np.float32).T
    found = quantile(ranked_weeks(values, weeks), share)
    assert found == pytest.approx(np.quantile(values[:weeks], share, axis=0), abs=1e-5)
