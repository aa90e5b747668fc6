"""What is told of the snapshots in the state folder."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from contract.snapshot_files import INVENTORY_FILE

_ASSUMPTION: JsonDict = {
    "name": "unit_cost",
    "value": 0.7,
    "unit": "share of the shelf price",
    "applies_to": "Unit_Cost",
    "reason": "No ledger tells what a product costs the shop.",
}
_ENTRY: JsonDict = {
    "id": "20110909T060000Z-3f9a1c",
    "live": True,
    "created_at": "2011-09-09T06:00:00Z",
    "as_of": "2011-09-09",
    "code_version": "0.1.0",
    "source_layout": "online_retail",
    "first_day": "2009-12-01",
    "last_day": "2011-09-08",
    "lines_in": 877000,
    "lines_kept": 845000,
    "row_counts": {INVENTORY_FILE: 4600},
    "problem": None,
}


class StatedAssumption(BaseModel):
    """A number that no ledger tells; what it was set to, and why."""

    model_config = ConfigDict(json_schema_extra={"example": _ASSUMPTION})

    name: str
    value: JsonValue
    unit: str | None = None
    applies_to: str | None = None
    reason: str | None = None


class SnapshotEntry(BaseModel):
    """One snapshot; where its manifest cannot be read, only its id and the problem."""

    model_config = ConfigDict(json_schema_extra={"example": _ENTRY})

    id: str
    live: bool
    created_at: datetime | None = None
    as_of: date | None = None
    code_version: str | None = None
    source_layout: str | None = None
    first_day: date | None = Field(default=None, description="Of the ledger")
    last_day: date | None = None
    lines_in: int | None = None
    lines_kept: int | None = None
    row_counts: dict[str, int] = Field(default_factory=dict)
    problem: str | None = None


class SnapshotsAnswer(BaseModel):
    """The snapshots there are, the newest first, and what the live one rests on."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "live": "20110909T060000Z-3f9a1c",
                "currency": "GBP",
                "timezone": "Europe/London",
                "snapshots": [_ENTRY],
                "assumptions": [_ASSUMPTION],
            }
        }
    )

    live: str
    currency: str
    timezone: str
    snapshots: list[SnapshotEntry]
    assumptions: list[StatedAssumption]


def from_ledger(facts: dict[str, Any]) -> dict[str, Any]:
    """Those facts of a manifest's `ledger` that an entry shows."""
    names = ("source_layout", "first_day", "last_day", "lines_in", "lines_kept")
    return {name: facts.get(name) for name in names}
