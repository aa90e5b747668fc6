"""Recency, frequency, monetary value: by hand, and against exact arithmetic."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation_svc.model.rfm import ledger_days, rfm_table

AS_OF = date(2011, 9, 9)
SCHEMA = {
    "customer_id": pl.String,
    "order_id": pl.String,
    "ordered_at": pl.Datetime("us"),
    "quantity": pl.Int64,
    "returned_quantity": pl.Int64,
    "unit_price": pl.Float64,
}
Line = tuple[str | None, str, int, int, int, float]


def ledger(*lines: Line) -> pl.DataFrame:
    """Lines of (customer, order, days before as-of, units, units returned, price)."""
    noon = datetime.combine(AS_OF, time(12))
    rows = [
        (customer, order, noon - timedelta(days=ago), units, returned, price)
        for customer, order, ago, units, returned, price in lines
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_rfm_table_matches_hand_calculation() -> None:
    """Two orders of three lines, one unit returned: 2·5 + 1·2.5 + 3·0.99 - 0.99 = 14.48."""
    table = rfm_table(
        ledger(
            ("12346", "A", 40, 2, 0, 5.0),
            ("12346", "A", 40, 1, 0, 2.5),
            ("12346", "B", 10, 3, 1, 0.99),
        ),
        AS_OF,
    )
    assert table.rows() == [("12346", 10, 2, 14.48, 40)]


def test_one_sorted_row_per_known_customer() -> None:
    """Lines without a customer have no row, and ids remain text."""
    table = rfm_table(
        ledger(
            ("9", "A", 1, 1, 0, 1.0),
            ("00123", "B", 1, 1, 0, 1.0),
            (None, "C", 1, 1, 0, 1.0),
            ("", "D", 1, 1, 0, 1.0),
            ("9", "E", 2, 1, 0, 1.0),
        ),
        AS_OF,
    )
    assert table["customer_id"].to_list() == ["00123", "9"]


def test_fully_returned_orders_have_zero_monetary_value() -> None:
    """A customer who returned everything has ordered, and has paid 0."""
    table = rfm_table(ledger(("1", "A", 5, 80_995, 80_995, 2.08)), AS_OF)
    assert table.rows() == [("1", 5, 1, 0.0, 5)]


def test_recency_of_the_day_before_as_of_is_1() -> None:
    """Recency counts from the as-of date, so no customer has 0."""
    table = rfm_table(ledger(("1", "A", 1, 1, 0, 1.0), ("1", "B", 0, 1, 0, 1.0)), AS_OF)
    assert table.rows() == [("1", 1, 1, 1.0, 1)]


def test_huge_sums_do_not_overflow() -> None:
    """A million units at a billion each, a thousand times over, is still exact."""
    lines = [("1", f"O{n}", 3, 1_000_000, 0, 1e9) for n in range(1000)]
    assert rfm_table(ledger(*lines), AS_OF)["monetary"].to_list() == [1e18]


def test_monetary_is_written_in_cents() -> None:
    """Binary rounding errors are not visible: 3 x 98.1333… is 294.4."""
    table = rfm_table(ledger(("1", "A", 3, 1, 0, 294.40)), AS_OF)
    assert table.select("monetary").write_csv(include_header=False) == "294.4\n"


def test_anonymous_ledger_gives_an_empty_table() -> None:
    """The table has no rows and all columns."""
    table = rfm_table(ledger((None, "A", 1, 1, 0, 1.0)), AS_OF)
    assert table.is_empty()
    assert table.columns == ["customer_id", "recency", "frequency", "monetary", "tenure_days"]


def test_ledger_days_count_from_the_first_line() -> None:
    """Anonymous lines count too; a ledger without lines covers no days."""
    assert ledger_days(ledger((None, "A", 647, 1, 0, 1.0), ("1", "B", 1, 1, 0, 1.0)), AS_OF) == 647
    assert ledger_days(ledger(), AS_OF) == 0


arbitrary_lines = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "é", None]),
        st.sampled_from(["A", "B", "C", "D"]),
        st.integers(-20, 2000),
        st.integers(1, 1_000_000),
        st.integers(0, 1_000_000),
        st.integers(0, 10**9).map(lambda steps: steps / 10_000),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(arbitrary_lines, st.randoms())
def test_matches_exact_arithmetic_in_any_order(lines: list[Line], random: Random) -> None:
    """Fractions in a loop give the same table, whatever the order of lines."""
    lines = [(c, o, ago, units, min(returned, units), p) for c, o, ago, units, returned, p in lines]
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert rfm_table(ledger(*shuffled), AS_OF).rows() == oracle(lines)


def oracle(lines: list[Line]) -> list[tuple[str, int, int, float, int]]:
    rows: list[tuple[str, int, int, float, int]] = []
    before = [line for line in lines if line[2] >= 1 and line[0]]
    for customer in sorted({str(line[0]) for line in before}):
        own = [line for line in before if line[0] == customer]
        paid = sum((Fraction(str(p)) * (u - b) for _, _, _, u, b, p in own), Fraction(0))
        days = [line[2] for line in own]
        cents = int(paid * 100 + Fraction(1, 2))
        rows.append((customer, min(days), len({line[1] for line in own}), cents / 100, max(days)))
    return rows
