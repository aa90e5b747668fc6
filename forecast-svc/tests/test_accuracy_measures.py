"""Every accuracy measure against plain Python loops."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_svc.backtest.accuracy import accuracy
from forecast_svc.backtest.classes import top_by_revenue
from forecast_svc.backtest.comparison import rmsse

UNITS = st.floats(0, 1e6).map(lambda value: round(value, 2))
ROWS = st.lists(
    st.tuples(UNITS, UNITS, UNITS, UNITS, UNITS, UNITS, UNITS, st.integers(0, 2)),
    min_size=1,
    max_size=30,
)
NAMES = ("units", "p10", "p50", "p90", "mean", "last_week", "revenue", "week")


def table(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Product weeks at three origins."""
    return (
        pl.DataFrame(rows, schema=list(NAMES), orient="row")
        .cast(dict.fromkeys(NAMES[:-1], pl.Float64))
        .with_columns(
            origin=pl.date(2011, 9, 1 + pl.col("week")),
            stock_code=pl.int_range(pl.len()).cast(pl.String),
        )
    )


def pinball(units: float, forecast: float, level: float) -> float:
    return level * (units - forecast) if units >= forecast else (1 - level) * (forecast - units)


@settings(deadline=None, max_examples=80)
@given(ROWS)
def test_measures_match_a_plain_loop(rows: list[tuple[Any, ...]]) -> None:
    """WAPE, signed bias, pinball per unit sold, coverage and both tails."""
    found = accuracy(table(rows))
    named: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in rows]
    sold = sum(row["units"] for row in named)
    tails = [(row["units"] < row["p10"], row["units"] > row["p90"]) for row in named]
    assert found["product_weeks"] == len(rows)
    assert found["below_p10"] == pytest.approx(sum(low for low, _ in tails) / len(rows), abs=1e-4)
    assert found["above_p90"] == pytest.approx(sum(high for _, high in tails) / len(rows), abs=1e-4)
    inside = sum(not low and not high for low, high in tails)
    assert found["coverage_80"] == pytest.approx(inside / len(rows), abs=1e-4)
    if sold <= 0:
        assert found["wape_median"] is found["bias_mean"] is found["pinball_10"] is None
        return
    for name, column in (("median", "p50"), ("mean", "mean")):
        errors = [row[column] - row["units"] for row in named]
        wape, bias = sum(map(abs, errors)) / sold, sum(errors) / sold
        assert found[f"wape_{name}"] == pytest.approx(wape, rel=1e-6, abs=1e-4)
        assert found[f"bias_{name}"] == pytest.approx(bias, rel=1e-6, abs=1e-4)
    for column, level in (("p10", 0.1), ("p90", 0.9)):
        loss = sum(pinball(row["units"], row[column], level) for row in named) / sold
        assert found[f"pinball_{column[1:]}"] == pytest.approx(loss, rel=1e-6, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_rmsse_matches_a_plain_loop(rows: list[tuple[Any, ...]]) -> None:
    """Root mean squared error scaled by that of last week's units; null without one."""
    named: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in rows]
    own = sum((row["units"] - row["p50"]) ** 2 for row in named)
    naive = sum((row["units"] - row["last_week"]) ** 2 for row in named)
    found = table(rows).select(rmsse("p50")).item()
    assert found == (None if naive == 0 else pytest.approx((own / naive) ** 0.5))


@settings(deadline=None, max_examples=60)
@given(ROWS, st.integers(1, 5))
def test_top_products_match_a_sort(rows: list[tuple[Any, ...]], limit: int) -> None:
    """At each origin the products of most revenue, ties by code."""
    weeks = table(rows)
    found = set(top_by_revenue(weeks, limit).select("origin", "stock_code").iter_rows())
    expected: set[tuple[date, str]] = set()
    for origin in weeks["origin"].unique():
        own = [row for row in weeks.iter_rows(named=True) if row["origin"] == origin]
        ranked = sorted(own, key=lambda row: (-row["revenue"], row["stock_code"]))
        expected |= {(origin, row["stock_code"]) for row in ranked[:limit]}
    assert found == expected
