"""The forecasting rule, against hand arithmetic, an independent numpy oracle and edge cases."""

from datetime import date, datetime, time, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_svc.model.weekly_mean import (
    FULL_WINDOW,
    NEVER_SOLD,
    SHORT_HISTORY,
    SILENT,
    expected_week,
)

AS_OF = date(2011, 9, 9)
SCHEMA = {
    "stock_code": pl.String,
    "ordered_at": pl.Datetime("us"),
    "quantity": pl.Int64,
    "unit_price": pl.Float64,
}
Line = tuple[str, int, int, float]


def ledger(*lines: Line) -> pl.LazyFrame:
    """Lines of (code, days before as-of, units, price)."""
    noon = datetime.combine(AS_OF, time(12))
    rows = [(code, noon - timedelta(days=ago), units, price) for code, ago, units, price in lines]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").lazy()


def forecast(*lines: Line, products: tuple[str, ...] = ()) -> dict[str, tuple[float, str]]:
    codes = pl.Series(sorted({line[0] for line in lines} | set(products)), dtype=pl.String)
    table = expected_week(ledger(*lines), codes, AS_OF)
    return {code: (units, method) for code, units, method in table.iter_rows()}


def weekly(code: str, *units: int) -> tuple[Line, ...]:
    """One line per week, the most recent first; 0 is a week without a line."""
    return tuple((code, 7 * ago + 1, n, 2.0) for ago, n in enumerate(units) if n)


def test_steady_sales_are_forecast_unchanged() -> None:
    """Ten units every week give a forecast of ten."""
    assert forecast(*weekly("A", *[10] * 12)) == {"A": (10.0, FULL_WINDOW)}


def test_weights_match_hand_calculation() -> None:
    """Weeks of 0, 8 … 8 weigh 1, 0.8 … 0.8⁷: 8 · (1 - 1/Σ0.8ᵏ)."""
    total = sum(0.8**ago for ago in range(8))
    expected = round(8 * (1 - 1 / total), 4)
    assert forecast(*weekly("A", 0, *[8] * 9))["A"][0] == expected == pytest.approx(6.0774)


def test_week_ends_the_day_before_the_as_of_date() -> None:
    """Day 7 before as-of is in the last week, day 8 in the one before, as-of in neither."""
    last = forecast(("A", 7, 5, 1.0), ("A", 0, 99, 1.0))
    before = forecast(("A", 8, 5, 1.0))
    assert last["A"] == (5.0, SHORT_HISTORY)
    assert before["A"] == (round(5 * 0.8 / 1.8, 4), SHORT_HISTORY)


def test_short_history_is_averaged_since_the_first_sale() -> None:
    """Two weeks of twelve units mean twelve a week, not a quarter of that."""
    assert forecast(*weekly("A", 12, 12)) == {"A": (12.0, SHORT_HISTORY)}


def test_one_huge_order_is_capped() -> None:
    """A week of 80,000 units counts as four median weeks of its product."""
    usual, huge = weekly("A", *[10] * 20), ("A", 2, 80_000, 1.0)
    assert forecast(*usual, huge)["A"][0] == forecast(*usual, ("A", 2, 30, 1.0))["A"][0] < 20


def test_huge_first_order_is_capped_by_the_ledger() -> None:
    """A product with one selling week is capped by the weeks of the whole ledger."""
    others = [line for n in range(30) for line in weekly(f"P{n:02}", *[10] * 10)]
    assert forecast(*others, ("NEW", 3, 80_000, 1.0))["NEW"] == (10.0, SHORT_HISTORY)


def test_forecast_falls_to_zero_without_sales() -> None:
    """Each week without sales lowers the forecast, and after eight it is zero."""
    by_weeks_unsold = [forecast(*weekly("A", *[0] * n, *[10] * 15))["A"] for n in range(9)]
    units = [value for value, _ in by_weeks_unsold]
    assert units == sorted(units, reverse=True)
    assert len(set(units)) == 9
    assert by_weeks_unsold[8] == (0.0, SILENT)


def test_free_lines_are_not_demand() -> None:
    """Units at price 0 add no demand and do not make a product sold."""
    assert forecast(("A", 3, 7, 1.0), ("A", 3, 500, 0.0))["A"][0] == 7.0
    assert forecast(("A", 3, 500, 0.0)) == {"A": (0.0, NEVER_SOLD)}


def test_exactly_the_requested_products_are_forecast() -> None:
    """The catalogue decides which products are listed, sorted by code."""
    lines = ledger(("B", 3, 7, 1.0), ("Z", 3, 7, 1.0))
    table = expected_week(lines, pl.Series(["C", "B"]), AS_OF)
    assert table.rows() == [("B", 7.0, SHORT_HISTORY), ("C", 0.0, NEVER_SOLD)]


def test_empty_ledger_gives_zero_for_every_product() -> None:
    """Without a line no sales are expected."""
    assert forecast(products=("A", "B")) == {"A": (0.0, NEVER_SOLD), "B": (0.0, NEVER_SOLD)}


arbitrary_lines = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "Č", "00123"]),
        st.integers(-30, 4000),
        st.integers(1, 1_000_000),
        st.sampled_from([0.0, 0.01, 1e9]),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(arbitrary_lines)
def test_matches_an_independent_oracle(lines: list[Line]) -> None:
    """Polars and a plain loop over weeks give the same numbers, finite and ≥ 0."""
    found = forecast(*lines)
    expected = oracle(lines)
    for code, (units, _) in found.items():
        assert np.isfinite(units)
        assert units >= 0
        assert units == pytest.approx(expected.get(code, 0.0), rel=1e-9, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(arbitrary_lines, arbitrary_lines)
def test_lines_from_the_as_of_date_are_ignored(past: list[Line], later: list[Line]) -> None:
    """Lines dated as-of or later change no forecast."""
    future = [(code, -abs(ago), units, price) for code, ago, units, price in later]
    codes = tuple({line[0] for line in past + future})
    assert forecast(*past, *future, products=codes) == forecast(*past, products=codes)


@settings(max_examples=30, deadline=None)
@given(arbitrary_lines, st.randoms())
def test_order_of_lines_does_not_matter(lines: list[Line], random: Random) -> None:
    """Shuffled lines give exactly the same forecast."""
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert forecast(*shuffled) == forecast(*lines)


def oracle(lines: list[Line]) -> dict[str, float]:
    """The same rule, written as loops over a matrix of weeks."""
    weeks: dict[str, dict[int, int]] = {}
    for code, ago, units, price in lines:
        if ago >= 1 and price > 0:
            sums = weeks.setdefault(code, {})
            sums[(ago - 1) // 7] = sums.get((ago - 1) // 7, 0) + units
    recent = {c: {w: u for w, u in s.items() if w < 26} for c, s in weeks.items()}
    pooled = sorted(u for sums in recent.values() for u in sums.values())
    ledger_cap = pooled[round(0.95 * (len(pooled) - 1))] if pooled else 0
    result: dict[str, float] = {}
    for code, sums in recent.items():
        cap = 4 * float(np.median(list(sums.values()))) if sums else 0.0
        cap = min(cap, ledger_cap) if len(sums) < 3 else cap
        age = min(max(weeks[code]) + 1, 8)
        weights = [0.8**week for week in range(age)]
        capped = [min(sums.get(week, 0), cap) for week in range(age)]
        result[code] = float(np.dot(weights, capped) / sum(weights))
    return result
