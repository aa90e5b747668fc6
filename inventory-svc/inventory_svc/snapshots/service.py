"""The snapshots of the state folder."""

from pathlib import Path

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Loaded, StateWriter, open_snapshot
from inventory_svc.snapshots.schemas import SnapshotEntry, SnapshotsAnswer, from_ledger
from inventory_svc.view import View


def list_snapshots(
    state: Path, loaded: Loaded[View], currency: str, timezone: str
) -> SnapshotsAnswer:
    """All snapshots, newest first; reads the manifest of each, so call it in a thread."""
    manifest = loaded.snapshot.manifest
    ids = [summary.id for summary in StateWriter(state).summaries()] or [loaded.snapshot.id]
    return SnapshotsAnswer(
        live=loaded.snapshot.id,
        currency=currency,
        timezone=timezone,
        snapshots=[_entry(state, found, loaded.snapshot.id) for found in sorted(ids, reverse=True)],
        assumptions=manifest.assumptions if manifest else [],
    )


def _entry(state: Path, snapshot_id: str, live: str) -> SnapshotEntry:
    try:
        manifest = open_snapshot(state, snapshot_id).manifest
    except SnapshotUnavailable as error:
        return SnapshotEntry(id=snapshot_id, live=snapshot_id == live, problem=error.detail)
    if manifest is None:
        return SnapshotEntry(id=snapshot_id, live=snapshot_id == live)
    return SnapshotEntry.model_validate(
        {
            "id": snapshot_id,
            "live": snapshot_id == live,
            "created_at": manifest.created_at,
            "as_of": manifest.as_of,
            "code_version": manifest.code_version,
            "row_counts": manifest.row_counts,
            **from_ledger(manifest.ledger),
        }
    )
