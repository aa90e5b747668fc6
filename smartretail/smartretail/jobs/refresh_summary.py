"""The totals that `smartretail refresh --json` prints."""

import json
from pathlib import Path
from typing import Final, TypedDict

from contract.snapshot_files import QUALITY_FILE
from smartretail.jobs.previous_snapshots import live_snapshot

_WARNINGS: Final = frozenset({"no_price", "dominant_customer", "unreadable_value"})
"""Reasons and defects that do not occur in ordinary files."""


class RefreshSummary(TypedDict):
    """Totals of a snapshot's ledger.

    Attributes:
        lines: Number of included lines.
        units, revenue: Totals net of returns.
        first, last: ISO dates.
        excluded: Number of excluded lines by reason.
        warnings: Warning codes; empty for ordinary files.
    """

    snapshot: str
    lines: int
    units: float
    revenue: float
    orders: int
    customers: int
    products: int
    first: str
    last: str
    excluded: dict[str, int]
    warnings: list[str]


def refresh_summary(state: Path) -> RefreshSummary:
    """Totals of the live snapshot's ledger from its data-quality report.

    Raises:
        SnapshotUnavailable: there is no snapshot, or its report was changed.
    """
    snapshot = live_snapshot(state)
    report = json.loads(snapshot.verified_path(QUALITY_FILE).read_bytes())
    facts = report["facts"]
    excluded = {entry["reason"]: entry["rows"] for entry in report["set_aside"] if entry["rows"]}
    found = excluded.keys() | {entry["reason"] for entry in report["defects"]}
    return {
        "snapshot": snapshot.id,
        "lines": report["rows_kept"],
        "units": round(facts["units"] - facts["units_returned"], 3),
        "revenue": facts["revenue_net"],
        "orders": facts["orders"],
        "customers": facts["customers"],
        "products": facts["products"],
        "first": facts["first_day"],
        "last": facts["last_day"],
        "excluded": excluded,
        "warnings": sorted(_WARNINGS & found),
    }
