"""The decision ledger's last entry, recorded in the manifest of every snapshot a refresh makes.

Someone who can write to the documents could rebuild the whole chain, including its recorded head.
Snapshots are stored elsewhere, so an older one exposes that.
"""

from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, Field, ValidationError

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import open_snapshot, snapshot_ids
from strategy_svc.decisions.chain import EMPTY, Head, Witness

FACT: Final = "decision_ledger"


class _Recorded(BaseModel):
    """The witness in the manifest."""

    sequence: Annotated[int, Field(ge=1)]
    digest: str


def manifest_fact(last: Head) -> dict[str, object]:
    """The witness for the manifest of a new snapshot; null while the ledger is empty."""
    recorded = None if last == EMPTY else {"sequence": last.sequence, "digest": last.sha256}
    return {FACT: recorded}


def witnesses_in(state: Path) -> list[Witness]:
    """The witnesses in all existing snapshots.

    Snapshots whose manifest cannot be read or does not mention the ledger are skipped.
    """
    found = (_witness(state, snapshot_id) for snapshot_id in snapshot_ids(state))
    return [witness for witness in found if witness is not None]


def _witness(state: Path, snapshot_id: str) -> Witness | None:
    try:
        manifest = open_snapshot(state, snapshot_id).manifest
        facts = {} if manifest is None else manifest.model_extra or {}
        recorded = _Recorded.model_validate(facts.get(FACT))
    except (SnapshotUnavailable, ValidationError):
        return None
    return Witness(Head(recorded.sequence, recorded.digest), snapshot_id)
