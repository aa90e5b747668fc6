"""Netting considers only the sales a return can match, with the same result as considering all."""

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


def canonical_lines(events: list[tuple[str | None, str, int, float, int, bool]]) -> pl.DataFrame:
    """Canonical lines, each of them its own order."""
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


def every_sale(sales: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    """All sales, as if none could be ruled out."""
    return sales


@given(EVENTS)
def test_ruling_out_sales_does_not_change_netting(
    events: list[tuple[str | None, str, int, float, int, bool]],
) -> None:
    """The shortcut nets any mix of sales and returns as the full search does."""
    lines = canonical_lines(events)
    found = net_cancellations(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cancellations, "_within_reach", every_sale)
        assert found.equals(net_cancellations(lines))
