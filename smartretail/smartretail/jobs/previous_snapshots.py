"""Snapshots that a new one builds on."""

from collections.abc import Generator
from pathlib import Path

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Snapshot, StateWriter, find_snapshot, open_snapshot


def live_snapshot(state: Path) -> Snapshot:
    """The snapshot that `state` serves now.

    Raises:
        SnapshotUnavailable: there is none, or its manifest is unusable.
    """
    return open_snapshot(state, find_snapshot(state))


def earlier_with(state: Path, *names: str) -> Generator[Snapshot]:
    """Snapshots whose files with these names are unchanged: the live one, then the newest.

    Damaged snapshots are skipped, so that they can't stop a refresh.
    """
    summaries = StateWriter(state).summaries()
    for summary in sorted(summaries, key=lambda summary: not summary.live):
        try:
            snapshot = open_snapshot(state, summary.id)
            for name in names:
                snapshot.verified_path(name)
        except SnapshotUnavailable:
            continue
        yield snapshot
