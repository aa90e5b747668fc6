"""Whether products missing from a stock file count as 0."""

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


def test_products_missing_from_a_full_list_count_as_zero() -> None:
    """A file with most recently sold products is a full list; missing products count as 0."""
    completed = complete_counts(counted({"A": 3, "B": 0}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == ("full", 2)
    assert counts_of(completed) == {"A": 3, "B": 0, "C": 0, "D": 0}


def test_partial_list_leaves_other_counts_unchanged() -> None:
    """Products missing from a partial list keep their last count, if they have one."""
    completed = complete_counts(counted({"A": 3}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == ("partial", 1)
    assert counts_of(completed) == {"A": 3, "C": 9}


@pytest.mark.parametrize(("stock_list", "c"), [("full", 0), ("partial", 9)])
def test_stock_list_option_takes_precedence(stock_list: StockList, c: int) -> None:
    """The user's choice overrides what the file looks like."""
    for counts in ({"A": 3}, {"A": 3, "B": 1}):
        completed = complete_counts(counted(counts), CODES, SOLD, LAST, stock_list)
        assert completed.taken_for == stock_list
        assert counts_of(completed)["C"] == c


def test_product_without_a_count_is_unknown() -> None:
    """A product that a full list names without a count is unknown, not out of stock."""
    completed = complete_counts(counted({"A": 3, "B": 1, "C": None}), CODES, SOLD, LAST, "full")
    assert counts_of(completed) == {"A": 3, "B": 1, "C": None, "D": 0}
    completed = complete_counts(counted({"A": 3, "C": None}), CODES, SOLD, LAST, "partial")
    assert counts_of(completed) == {"A": 3, "C": 9}


def test_file_without_counts_changes_no_counts() -> None:
    """A file of costs contains no information about stock."""
    completed = complete_counts(counted({"A": None, "B": None}), CODES, SOLD, LAST, "auto")
    assert (completed.taken_for, completed.products) == (None, 0)
    assert counts_of(completed) == {"A": None, "B": None}


def test_without_recent_sales_a_file_is_a_partial_list() -> None:
    """Without recent sales, nothing shows that a file is a full list."""
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
def test_assumption_has_an_explanation(name: str) -> None:
    """The assumptions of full and partial lists are explained."""
    stated = Assumption(name, 2, "products", "stock_count")
    assert "stock file" in stated.reason
