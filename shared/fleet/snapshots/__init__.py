"""State snapshots: verified reading, switching without a restart, and publishing."""

from fleet.snapshots.layout import find_snapshot, open_snapshot, snapshot_ids
from fleet.snapshots.live import LiveSnapshot, Loaded
from fleet.snapshots.manifest import Manifest, StatedAssumption
from fleet.snapshots.snapshot import Snapshot
from fleet.snapshots.writer import SnapshotSummary, StateWriter

__all__ = [
    "LiveSnapshot",
    "Loaded",
    "Manifest",
    "Snapshot",
    "SnapshotSummary",
    "StateWriter",
    "StatedAssumption",
    "find_snapshot",
    "open_snapshot",
    "snapshot_ids",
]
