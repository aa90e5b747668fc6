"""Answers about the snapshots in the state folder."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.snapshot_files import INVENTORY_FILE
from fleet.jobs import Assumption
from fleet.snapshots import StatedAssumption

_ASSUMPTION: JsonDict = asdict(
    Assumption("unit_cost_share", 0.7, "share_of_shelf_price", "unit_cost")
)
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


class SnapshotEntry(BaseModel):
    """One snapshot; if its manifest can't be read, only its id and the problem."""

    model_config = ConfigDict(json_schema_extra={"example": _ENTRY})

    id: str
    live: bool
    created_at: datetime | None = None
    as_of: date | None = None
    code_version: str | None = None
    source_layout: str | None = None
    first_day: date | None = Field(default=None, description="First day of the sales data")
    last_day: date | None = None
    lines_in: int | None = None
    lines_kept: int | None = None
    row_counts: dict[str, int] = Field(default_factory=dict)
    problem: str | None = None


class SnapshotsAnswer(BaseModel):
    """All snapshots, newest first, and the assumptions of the live one."""

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


def from_ledger(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a manifest's `ledger` that an entry shows."""
    names = ("source_layout", "first_day", "last_day", "lines_in", "lines_kept")
    return {name: facts.get(name) for name in names}
