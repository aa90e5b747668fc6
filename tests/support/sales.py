"""Ledgers made line by line, and a refresh of them within this process."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from fleet.jobs import no_progress
from smartretail.jobs.forget import NOBODY
from smartretail.jobs.refresh import Sources, refresh
from strategy_svc.decisions.chain import EMPTY

NOON = datetime(2011, 9, 8, 12)  # noqa: DTZ001 - ledgers carry the shop's wall clock
AS_OF = date(2011, 9, 9)
"""The as-of date of a ledger whose last sale is 0 days ago."""


@dataclass(frozen=True)
class Sale:
    """One line of a ledger in the layout of Online Retail II; `ago` counts days before `NOON`."""

    order: str = "500"
    code: str = "A1"
    name: str | None = "RED MUG"
    units: int = 1
    ago: float = 0
    price: float = 2.5
    customer: str | None = "12346"

    def cells(self) -> tuple[str, str, str | None, int, datetime, float, str | None, str]:
        """The line as the file holds it."""
        at = NOON - timedelta(days=self.ago)
        code, name = self.code, self.name
        return self.order, code, name, self.units, at, self.price, self.customer, "United Kingdom"


def as_ledger(sales: Iterable[Sale]) -> pl.DataFrame:
    """The lines under the names of Online Retail II."""
    schema = {
        "Invoice": pl.String,
        "StockCode": pl.String,
        "Description": pl.String,
        "Quantity": pl.Int64,
        "InvoiceDate": pl.Datetime("us"),
        "Price": pl.Float64,
        "Customer ID": pl.String,
        "Country": pl.String,
    }
    return pl.DataFrame([sale.cells() for sale in sales], schema=schema, orient="row")


def refreshed(
    state: Path, ledger: Path, *, as_of: date | None = None, mapping: Path | None = None
) -> Path:
    """The folder of the snapshot that a refresh of `ledger` publishes into `state`.

    Raises:
        InvalidInput: the ledger cannot be used.
    """
    sources = Sources(ledger, as_of=as_of, mapping=mapping)
    found = refresh(state, sources, NOBODY, EMPTY, lambda _: no_progress)
    return state / "snapshots" / found.snapshot
