"""The output of the ledger job, read back for tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from inventory_svc.ledger.refresh import LedgerResult


@dataclass(frozen=True)
class Cleaned:
    """The files written by the ledger job, and its result."""

    result: LedgerResult
    ledger: pl.DataFrame
    catalogue: pl.DataFrame
    names: dict[str, str]
    quality: dict[str, Any]  # JSON

    def reasons(self) -> dict[str, int]:
        """Excluded rows by reason, without an empty `other`."""
        return {e["reason"]: e["rows"] for e in self.quality["set_aside"] if e["rows"]}

    def defects(self) -> dict[str, int]:
        """Rows by defect, among kept lines."""
        return {e["reason"]: e["rows"] for e in self.quality["defects"]}


Clean = Callable[..., Cleaned]
"""A fixture that cleans a ledger; its arguments depend on the fixture."""
