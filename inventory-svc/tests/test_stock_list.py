"""What a stock file says of the products it leaves out."""

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl
import pytest

from contract.ledgers import StockList
from fleet.jobs import Assumption
from inventory_svc.stock.stock_file import NO_COUNT
from inventory_svc.stock.stock_list import CompletedCounts, complete_counts, sold_recently

CODES = pl.Series("stock_code", ["A", "B", "C", "D"])
SOLD = pl.Series("stock_code", ["A", "B", "C"])
NEVER = pl.DataFrame(schema={"stock_code": pl.String, "current_stock": pl.Int64})
LAST = pl.DataFrame({"stock_code": ["A", "C", "X"], "current_stock": [7, 9, 1]})


def counted(counts: Mapping[str, int | None]) -> pl.DataFrame:
    """The rows of a stock file."""
    rows = pl.DataFrame({"stock_code": list(counts), "current_stock": list(counts.values())})
    return pl.concat([NO_COUNT.rows, rows], how="diagonal_relaxed")


def counts_of(completed: CompletedCounts) -> dict[str, int | None]:
    """The counts by code."""
    return dict(completed.rows.select("stock_code", "current_stock").iter_rows())


def test_full_list_counts_the_rest_as_zero() -> None:
    """A file with most of what sold lately is a full list: what it leaves out is 0."""
    completed = complete_counts(counted({"A": 3, "B": 0}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == ("full", 2)
    assert counts_of(completed) == {"A": 3, "B": 0, "C": 0, "D": 0}


def test_partial_list_keeps_the_last_counts() -> None:
    """A file with less keeps the last count of the others; those never counted have none."""
    completed = complete_counts(counted({"A": 3}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == ("partial", 1)
    assert counts_of(completed) == {"A": 3, "C": 9}


@pytest.mark.parametrize(("stock_list", "c"), [("full", 0), ("partial", 9)])
def test_the_user_decides(stock_list: StockList, c: int) -> None:
    """What the user says of the file takes precedence over what it looks like."""
    for counts in ({"A": 3}, {"A": 3, "B": 1}):
        completed = complete_counts(counted(counts), CODES, SOLD, LAST, stock_list)
        assert completed.taken_for == stock_list
        assert counts_of(completed)["C"] == c


def test_listed_without_a_count_is_not_zero() -> None:
    """A product that a full list names without a count is unknown, not sold out."""
    completed = complete_counts(counted({"A": 3, "B": 1, "C": None}), CODES, SOLD, LAST, "full")
    assert counts_of(completed) == {"A": 3, "B": 1, "C": None, "D": 0}
    completed = complete_counts(counted({"A": 3, "C": None}), CODES, SOLD, LAST, "partial")
    assert counts_of(completed) == {"A": 3, "C": 9}


def test_file_without_counts_counts_nothing() -> None:
    """A file of costs says nothing of stock."""
    completed = complete_counts(counted({"A": None, "B": None}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == (None, 0)
    assert counts_of(completed) == {"A": None, "B": None}


def test_nothing_sold_lately_is_no_full_list() -> None:
    """A shop without recent sales shows nothing of what its file is."""
    nothing = SOLD.clear()
    assert complete_counts(counted({"A": 3}), CODES, nothing, NEVER, "auto").taken_for == "partial"


def test_products_sold_recently() -> None:
    """Sold within 56 days before the cut-off day, that day not included; returns don't count."""
    days = [datetime(2026, 5, day, 12) for day in (5, 6, 31)] + [datetime(2026, 7, 1)]  # noqa: DTZ001 - the shop's wall clock
    ledger = pl.DataFrame(
        {
            "stock_code": ["old", "first", "back", "later"],
            "ordered_at": days,
            "quantity": [1, 1, 0, 1],
        }
    )
    assert sold_recently(ledger, date(2026, 7, 1)).to_list() == ["first"]


@pytest.mark.parametrize("name", ["full_stock_list", "partial_stock_list"])
def test_assumption_has_words(name: str) -> None:
    """Both readings of a file are explained."""
    stated = Assumption(name, 2, "products", "stock_count")
    assert "stock file" in stated.reason
