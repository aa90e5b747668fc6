"""The features of the ninetieth percentile, against a plain loop over a product's weeks."""

from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from forecast_svc.model.features import UPPER_WINDOWS, Origins, design
from forecast_svc.model.weekly_panel import WeeklyPanel, build_panel, paid_lines

AS_OF = date(2011, 9, 9)
WEEKS = 60
Units = npt.NDArray[np.int64]


@pytest.fixture(scope="module")
def sold() -> Units:
    """Units of three products in sixty weeks, the newest last; about half of the weeks are 0."""
    random = np.random.default_rng(5)
    return random.poisson(4, (3, WEEKS)) * random.integers(0, 2, (3, WEEKS)) * [[1], [10], [100]]


def build_sold_panel(sold: Units) -> WeeklyPanel:
    """The panel of a shop that sells each week's units in one line, on its first day."""
    rows = [
        (str(product), datetime.combine(AS_OF - timedelta(weeks=WEEKS - week), time(9)), int(units))
        for (product, week), units in np.ndenumerate(sold)
        if units
    ]
    lines = pl.DataFrame(rows, schema=["stock_code", "ordered_at", "quantity"], orient="row")
    unknown = pl.lit(None, dtype=pl.String)
    paid = paid_lines(
        lines.with_columns(
            order_id=pl.lit("1"),
            customer_id=unknown,
            store_id=unknown,
            unit_price=pl.lit(1.0),
            shelf_price=pl.lit(None, dtype=pl.Float64),
        ),
        AS_OF,
    )
    catalogue = pl.DataFrame({"stock_code": ["0", "1", "2"]}).with_columns(
        name=unknown, department=unknown, category=unknown
    )
    panel = build_panel(paid, catalogue, AS_OF)
    assert panel is not None
    return panel


@pytest.mark.parametrize("at", [20, 55, WEEKS])
def test_tail_feature_is_the_mean_of_upper_quantiles(sold: Units, at: int) -> None:
    """The mean of log1p of three quantiles of the preceding weeks, without closed days."""
    panel = build_sold_panel(sold)
    rows = np.arange(3)
    found = design(panel, Origins(rows, np.full(3, at)), ended=False)
    for product in rows:
        before = np.concatenate([np.zeros(WEEKS), sold[product][:at]])
        own = [np.quantile(np.log1p(before[-weeks:]), 0.9) for weeks in UPPER_WINDOWS]
        assert found.log_upper[product] == pytest.approx(np.mean(own), abs=1e-5)


def test_later_weeks_do_not_change_tail_features(sold: Units) -> None:
    """With ten times the units from an origin on, its features are equal."""
    at, rows = 50, np.arange(3)
    later = sold.copy()
    later[:, at:] *= 10
    original, modified = (
        design(build_sold_panel(units), Origins(rows, np.full(3, at)), ended=False)
        for units in (sold, later)
    )
    assert np.array_equal(original.tail, modified.tail)
    assert np.array_equal(original.log_upper, modified.log_upper)
