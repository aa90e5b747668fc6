"""Corrections learned from recent weeks: their coverage, and what they do not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_svc.model.calibration import FEW_ROWS, calibrate
from forecast_svc.model.gradient_boosting import VOLUME_LIMITS, Values, Week


def week(mean: Values, *, width: float = 0.1, median: Values | None = None) -> Week:
    """A forecast with an interval of `width` of the mean on either side, whatever the truth."""
    return Week(
        median=mean if median is None else median,
        mean=mean,
        lower=mean * (1 - width),
        upper=mean * (1 + width),
        volume=np.digitize(mean, VOLUME_LIMITS),
    )


def overdispersed_units(random: np.random.Generator, mean: Values) -> Values:
    """Units that vary far more than the forecast says: negative binomial of shape 4."""
    return random.poisson(random.gamma(4.0, mean / 4.0)).astype(np.float64)


@pytest.mark.parametrize("width", [0.01, 0.1, 0.9])
def test_calibrated_interval_has_the_stated_coverage(width: float) -> None:
    """For any initial width, learned on one half it covers 80 % of the other, 10 % per tail."""
    random = np.random.default_rng(1)
    mean = np.repeat([150.0, 300.0, 900.0], 20_000)
    learned = calibrate(week(mean, width=width), overdispersed_units(random, mean))
    after = learned.apply(week(mean, width=width))
    units = overdispersed_units(random, mean)
    assert (units < after.lower).mean() == pytest.approx(0.1, abs=0.01)
    assert (units > after.upper).mean() == pytest.approx(0.1, abs=0.01)


def test_each_volume_class_has_its_own_interval() -> None:
    """Slow products, which vary more, are covered as well as the others."""
    random = np.random.default_rng(2)
    mean = np.repeat([20.0, 500.0], 20_000)
    scatter = np.where(mean < 100, 0.8, 0.1)
    learn, test = (mean * np.exp(random.normal(0, scatter)) for _ in range(2))
    after = calibrate(week(mean), learn).apply(week(mean))
    for slow in (True, False):
        own = (mean < 100) == slow
        inside = (test[own] >= after.lower[own]) & (test[own] <= after.upper[own])
        assert inside.mean() == pytest.approx(0.8, abs=0.01)


def test_small_volume_class_uses_the_overall_shift() -> None:
    """With one row too few a class has no shift of its own; with enough rows it has."""
    random = np.random.default_rng(3)
    quick, slow = np.full(4 * FEW_ROWS, 500.0), 20.0
    for few, same in ((FEW_ROWS - 1, True), (FEW_ROWS, False)):
        mean = np.concatenate([quick, np.full(few, slow)])
        learned = calibrate(week(mean), mean * np.exp(random.normal(mean < 100, 0.1)))
        other = learned.upper[np.digitize(3.0, VOLUME_LIMITS)]
        assert (learned.upper[np.digitize(slow, VOLUME_LIMITS)] == other) is np.bool_(same)


def test_median_is_whole_and_mean_is_unchanged() -> None:
    """The median of counts is a count; few weeks are not enough to correct the mean."""
    mean, median = np.full(500, 60.4), np.full(500, 44.6)
    learned = calibrate(week(mean, median=median), np.full(500, 90.0))
    after = learned.apply(week(mean, median=median))
    assert set(after.median.tolist()) == {45.0}
    assert set(after.mean.tolist()) == {60.4}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 2)), min_size=1, max_size=40
    )
)
def test_corrected_quantiles_are_in_order(rows: list[tuple[float, float, float]]) -> None:
    """For any input the week is finite, 0 ≤ lower ≤ median ≤ upper, with a whole median."""
    mean, units, width = (np.array(column) for column in zip(*rows, strict=True))
    raw = Week(mean, mean, mean / (1 + width), mean * (1 + width), np.digitize(mean, VOLUME_LIMITS))
    learned = calibrate(raw, units)
    after = learned.apply(raw)
    assert np.isfinite([after.lower, after.median, after.upper, after.mean]).all()
    assert (after.lower >= 0).all()
    assert (after.lower <= after.median).all()
    assert (after.median <= after.upper).all()
    assert (after.median == np.round(after.median)).all()
