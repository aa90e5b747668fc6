"""The types of the data-quality report."""

from typing import Literal, TypedDict

Treatment = Literal["set_aside", "mended", "kept"]


class Entry(TypedDict):
    """One kind of defect; `percent` is of all rows of the ledger."""

    reason: str
    text: str
    rows: int
    percent: float
    treatment: Treatment
    example: dict[str, object] | None


class RecentTotals(TypedDict):
    """Totals of the last four weeks; revenue in the ledger's currency."""

    orders: int
    units: int | float
    revenue: float
    revenue_net: float


class LedgerFacts(TypedDict):
    """Date range, trading days and totals of the included lines."""

    first_day: str
    last_day: str
    trading_days: int
    closed_days: int
    closed_on: list[str]
    orders: int
    products: int
    customers: int
    units: int | float
    units_returned: int | float
    revenue_net: float
    last_28_days: RecentTotals


class Report(TypedDict):
    """The content of `data_quality.json`."""

    as_of: str
    source_layout: str
    rows_in: int
    rows_kept: int
    set_aside: list[Entry]
    defects: list[Entry]
    facts: LedgerFacts
