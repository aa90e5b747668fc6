"""ABC and XYZ classes, dead stock and lost sales, by hand and against loops over the ledger."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_svc.stock.movement import abc, dead_stock, lost_sales, movement_columns, xyz
from inventory_svc.stock.weekly_sales import WeeklySales, weekly_sales

AS_OF = date(2011, 9, 9)


def to_ledger(lines: list[tuple[str, int, int]], price: float = 2.0) -> pl.DataFrame:
    """Order lines from (code, days before the as-of date, units)."""
    return pl.DataFrame(
        {
            "stock_code": [code for code, _, _ in lines],
            "ordered_at": [
                datetime(2011, 9, 9, 15) - timedelta(days=ago)  # noqa: DTZ001 - wall clock
                for _, ago, _ in lines
            ],
            "quantity": [units for _, _, units in lines],
            "returned_quantity": [0] * len(lines),
            "unit_price": [price] * len(lines),
        },
        schema={
            "stock_code": pl.String,
            "ordered_at": pl.Datetime("us"),
            "quantity": pl.Int64,
            "returned_quantity": pl.Int64,
            "unit_price": pl.Float64,
        },
    )


def to_sales(weeks: Mapping[str, list[int]]) -> WeeklySales:
    """Sales from units per week, the last one the week before the as-of date."""
    lines = [
        (code, 7 * (len(units) - week) - 3, sold)
        for code, units in weeks.items()
        for week, sold in enumerate(units)
        if sold
    ]
    return weekly_sales(to_ledger(lines), pl.Series(list(weeks)), AS_OF)


def test_abc_class_is_where_the_products_share_begins() -> None:
    """70 + 20 of 100 are A (the second begins at 70 %), then B, then C; no revenue is C."""
    assert abc(np.array([6.0, 70.0, 0.0, 20.0, 4.0, -3.0])).tolist() == list("BACACC")
    assert abc(np.array([0.0, 0.0])).tolist() == ["C", "C"]
    assert abc(np.array([5.0])).tolist() == ["A"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_abc_classes_follow_revenue(pennies: list[int]) -> None:
    """More revenue is never a lower class, and A without its last product is less than 80 %."""
    revenue = np.array(pennies) / 100
    classes = abc(revenue)
    ordered = classes[np.argsort(-revenue, kind="stable")].tolist()
    assert ordered == sorted(ordered)
    if sum(pennies):
        class_a = sorted(
            (p for p, c in zip(pennies, classes, strict=True) if c == "A"), reverse=True
        )
        assert sum(class_a[:-1]) < 0.8 * sum(pennies) <= sum(class_a)


def test_xyz_follows_the_variation_of_weekly_units() -> None:
    """Steady is X, variable Y, rare Z; under eight weeks of history there is no class."""
    steady, variable, rare = [5, 6] * 15, [1, 9, 2] * 10, [0] * 29 + [9]
    weeks = {"S": steady, "W": variable, "R": rare[::-1], "N": [0] * 24 + [5] * 6}
    weeks["E"] = [0] * 21 + [5] * 9
    sales = to_sales(weeks)
    assert xyz(sales).tolist() == ["X", "Y", "Z", "", "X"]
    for row, units in enumerate([steady, variable]):
        last_weeks = np.array(units[-26:])
        variation = last_weeks.std() / last_weeks.mean()
        assert (variation <= 0.5, variation <= 1.0) == ((True, True), (False, True))[row]


def test_stock_is_dead_after_thirteen_weeks_without_a_sale() -> None:
    """Not on the 91st day, never without stock; a product only given away counts as unsold."""
    lines = [("OLD", 92, 1), ("EDGE", 91, 1), ("GONE", 92, 1), ("NEW", 3, 1)]
    codes = pl.Series(["OLD", "EDGE", "GONE", "NEW", "FREE"])
    ledger = pl.concat([to_ledger(lines), to_ledger([("FREE", 3, 1)], price=0.0)])
    stock = np.array([5, 5, 0, 5, 5])
    dead = dead_stock(weekly_sales(ledger, codes, AS_OF), stock)
    assert dead.tolist() == [True, False, False, False, True]
    young = weekly_sales(ledger.filter(pl.col("stock_code") == "NEW"), codes, AS_OF)
    assert not dead_stock(young, stock).any()


def test_gap_after_thirteen_steady_weeks_is_lost_sales() -> None:
    """Two weeks without sales at a median of 6 are 12 units; an earlier or too long gap is 0."""
    weeks = {
        "OPEN": [1] * 30,
        "LOST": [9] * 15 + [6] * 7 + [9, 6, 5, 4, 900, 6] + [0, 0],
        "GAPS": [9] * 20 + [0] + [9] * 7 + [0, 0],
        "GONE": [9] * 17 + [0] * 13,
        "BACK": [9] * 20 + [0, 0] + [9] * 8,
    }
    silent, units = lost_sales(to_sales(weeks))
    assert silent.tolist() == [0, 2, 0, 0, 0]
    assert units.tolist() == [0, 12, 0, 0, 0]


def test_closed_weeks_are_not_lost_sales() -> None:
    """A week in which the whole shop sold nothing is left out, at the end and in between."""
    steady = {"A": [3] * 10 + [0] + [3] * 10 + [0], "B": [2] * 10 + [0] + [2] * 10 + [0]}
    sales = to_sales(steady)
    assert sales.units.shape == (2, 20)
    assert xyz(sales).tolist() == ["X", "X"]
    assert lost_sales(sales)[0].tolist() == [0, 0]


def test_revenue_is_of_a_year_and_net_of_returns() -> None:
    """By hand: returned units do not count, nor do sales of 366 days ago."""
    lines = [("A", 365, 10), ("A", 366, 10), ("A", 1, 5)]
    ledger = to_ledger(lines).with_columns(returned_quantity=pl.Series([4, 0, 0]))
    sales = weekly_sales(ledger, pl.Series(["A", "B"]), AS_OF)
    assert sales.revenue.tolist() == [22.0, 0.0]
    assert (sales.days_since_sale[0], np.isnan(sales.days_since_sale[1])) == (1, True)


@pytest.mark.parametrize("seed", range(3))
def test_weeks_match_a_plain_loop(seed: int) -> None:
    """Units per open week and age equal a dictionary filled line by line, in any row order."""
    random = np.random.default_rng(seed)
    lines = [
        (f"P{random.integers(6)}", int(random.integers(1, 330)), int(random.integers(1, 9)))
        for _ in range(120)
    ]
    codes = [f"P{n}" for n in range(7)]
    sales = weekly_sales(to_ledger(lines).sample(fraction=1, shuffle=True), pl.Series(codes), AS_OF)
    opened = sorted({-(-ago // 7) for _, ago, _ in lines}, reverse=True)
    for row, code in enumerate(codes):
        own = [(-(-ago // 7), units) for at, ago, units in lines if at == code]
        expected = [sum(units for week, units in own if week == one) for one in opened]
        assert sales.units[row].tolist() == expected
        first = max((week for week, _ in own), default=0)
        assert sales.age[row] == sum(week <= first for week in opened)


def test_lines_from_the_as_of_date_on_change_nothing() -> None:
    """No column of either table depends on them."""
    lines = [(f"P{n % 5}", n, n % 7 + 1) for n in range(1, 300)]
    later: list[tuple[str, int, int]] = [("P0", 0, 10_000), ("P1", -40, 10_000), ("P9", 0, 1)]
    codes, stock = pl.Series([f"P{n}" for n in range(5)]), np.full(5, 9)
    tables: list[Any] = [
        pl.DataFrame(movement_columns(weekly_sales(to_ledger(some), codes, AS_OF), stock))
        for some in (lines, later + lines)
    ]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("lines", [[], [("A", 3, 1)], [("A", 4000, 10**6), ("A", 1, 10**6)]])
def test_nearly_empty_ledgers_work(lines: list[tuple[str, int, int]]) -> None:
    """No line, one line, a gap of ten years: every column exists and is finite or null."""
    sales = weekly_sales(to_ledger(lines), pl.Series(["A", "B"]), AS_OF)
    table = pl.DataFrame(movement_columns(sales, np.array([1, 0])))
    assert table.height == 2
    assert table["lost_sales_units"].to_list() == [0, 0]
    assert set(table["abc"]) <= {"A", "C"}
