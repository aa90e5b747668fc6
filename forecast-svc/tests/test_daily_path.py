"""How a week's demand is spread over its days, against a plain loop."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_svc.model.daily_path import PROFILE_DAYS, day_shares
from forecast_svc.model.weekly_panel import DAYS, paid_lines

AS_OF = date(2011, 9, 9)
Line = tuple[int, str]


def to_paid_lines(lines: list[Line]) -> pl.DataFrame:
    """Lines of (days before as-of, order)."""
    rows = [
        ("A", order, datetime.combine(AS_OF - timedelta(days=ago), time(12)), 3, 1.0)
        for ago, order in lines
    ]
    schema = {
        "stock_code": pl.String,
        "order_id": pl.String,
        "ordered_at": pl.Datetime("us"),
        "quantity": pl.Int64,
        "unit_price": pl.Float64,
    }
    return paid_lines(pl.DataFrame(rows, schema=schema, orient="row"), AS_OF)


def test_shares_match_the_orders_of_thirteen_weeks() -> None:
    """Two Friday orders for each Sunday order: shares of two thirds and one third."""
    lines = [(7 * week, f"f{week}{n}") for week in range(1, 14) for n in range(2)]
    lines += [(7 * week - 2, f"s{week}") for week in range(1, 14)]
    assert day_shares(to_paid_lines(lines), AS_OF) == pytest.approx([2 / 3, 0, 1 / 3, 0, 0, 0, 0])


def test_only_recent_orders_count_and_once_each() -> None:
    """The profile counts orders rather than lines, over thirteen weeks."""
    recent = [(7 * week - day, f"{week}-{day}") for week in range(1, 14) for day in range(2)]
    repeated = [(7, "1-0")] * 50
    older = [(PROFILE_DAYS + 7, f"old{n}") for n in range(50)]
    assert day_shares(to_paid_lines([*recent, *repeated, *older]), AS_OF) == pytest.approx(
        day_shares(to_paid_lines(recent), AS_OF)
    )


def test_shares_are_even_without_recent_sales() -> None:
    """Without a line in thirteen weeks each day has one seventh."""
    assert day_shares(to_paid_lines([]), AS_OF) == pytest.approx([1 / 7] * DAYS)
    assert day_shares(to_paid_lines([(400, "a")]), AS_OF) == pytest.approx([1 / 7] * DAYS)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 5000), st.sampled_from(["a", "b", "c", "d"])), max_size=80)
)
def test_shares_sum_to_one_and_closed_days_are_zero(lines: list[Line]) -> None:
    """For any history: finite, never negative, total 1, 0 on days without a recent order."""
    shares = day_shares(to_paid_lines(lines), AS_OF)
    assert np.isfinite(shares).all()
    assert shares.min() >= 0
    assert shares.sum() == pytest.approx(1)
    orders: defaultdict[int, set[Line]] = defaultdict(set)
    for ago, order in lines:
        if ago <= PROFILE_DAYS:
            orders[-ago % DAYS].add((ago, order))
    if orders and shares[sorted(orders)].sum() > 0.999:
        assert all(shares[day] == 0 for day in range(DAYS) if day not in orders)
