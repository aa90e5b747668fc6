"""Netting looks at the sales a return may take from, and finds what a look at all would find."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_svc.ledger import cancellations
from inventory_svc.ledger.cancellations import net_cancellations

EVENTS = st.lists(
    st.tuples(
        st.sampled_from([None, "1", "2"]),
        st.sampled_from(["A", "B"]),
        st.integers(1, 3),
        st.sampled_from([1.0, 2.0]),
        st.integers(0, 60),
        st.booleans(),
    ),
    max_size=40,
)


def lines_of(events: list[tuple[str | None, str, int, float, int, bool]]) -> pl.DataFrame:
    """Canonical lines, an order of its own each."""
    return pl.DataFrame(
        [(str(row), *event) for row, event in enumerate(events)],
        schema={
            "order_id": pl.String,
            "customer_id": pl.String,
            "stock_code": pl.String,
            "quantity": pl.Int64,
            "unit_price": pl.Float64,
            "hour": pl.Int64,
            "is_return": pl.Boolean,
        },
        orient="row",
    ).with_columns(
        pl.Series("row", range(len(events)), pl.UInt32),
        (pl.datetime(2011, 9, 1) + pl.duration(hours="hour")).alias("ordered_at"),
        pl.lit(None, pl.String).alias("reason"),
    )


def all_of_them(sales: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    """No sale is out of reach."""
    return sales


@given(EVENTS)
def test_sales_out_of_reach_change_nothing(
    events: list[tuple[str | None, str, int, float, int, bool]],
) -> None:
    """Whatever was sold and returned, by whom and when."""
    lines = lines_of(events)
    found = net_cancellations(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cancellations, "_within_reach", all_of_them)
        assert found.equals(net_cancellations(lines))
