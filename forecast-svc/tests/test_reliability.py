"""Trust grades, at and beside each limit."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_svc.model.reliability import MAX_WAPE_GRADE_A, MAX_WAPE_GRADE_B, NONE, grades


def grade(*weeks: tuple[float, float]) -> str:
    """The grade of a product with these weeks of (units, forecast)."""
    past = pl.DataFrame(weeks, schema={"units": pl.Float64, "p50": pl.Float64}, orient="row")
    return grades(past.with_columns(stock_code=pl.lit("A")))["trust"].item()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (0.0, "A"),
        (MAX_WAPE_GRADE_A, "A"),
        (MAX_WAPE_GRADE_A + 0.01, "B"),
        (MAX_WAPE_GRADE_B, "B"),
        (MAX_WAPE_GRADE_B + 0.01, "C"),
        (9.0, "C"),
    ],
)
def test_grade_follows_relative_error(error: float, expected: str) -> None:
    """A and B up to their limits and C above, whether the forecast was too high or too low."""
    assert grade((100, 100 + 100 * error)) == expected
    assert grade((100, 100), (100, 100 + 200 * error)) == expected
    if error <= 1:
        assert grade((100, 100 - 100 * error)) == expected


def test_errors_of_both_signs_do_not_cancel() -> None:
    """Twenty too many and twenty too few of forty are a relative error of one."""
    assert grade((20, 40), (20, 0)) == "C"


def test_product_without_sales_has_no_grade() -> None:
    """No sales in those weeks mean no grade, even if 0 was forecast."""
    assert grade((0, 0), (0, 0)) == grade((0, 5)) == NONE


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 50), st.integers(0, 50)), min_size=1)
)
def test_every_product_is_graded_by_itself(weeks: list[tuple[str, int, int]]) -> None:
    """A plain loop over the weeks of each product gives the same grades."""
    past = pl.DataFrame(weeks, schema=["stock_code", "units", "p50"], orient="row")
    found = dict(grades(past).iter_rows())
    for code in {code for code, _, _ in weeks}:
        own = [(units, forecast) for name, units, forecast in weeks if name == code]
        sold, error = sum(units for units, _ in own), sum(abs(u - f) for u, f in own)
        best = (
            "A"
            if error <= MAX_WAPE_GRADE_A * sold
            else "B"
            if error <= MAX_WAPE_GRADE_B * sold
            else "C"
        )
        assert found[code] == (best if sold else NONE)
