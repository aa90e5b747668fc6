"""Snapshots that a new one builds on."""

from collections.abc import Generator
from pathlib import Path

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Snapshot, StateWriter, find_snapshot, open_snapshot


def live_snapshot(state: Path) -> Snapshot:
    """What is served from `state` now.

    Raises:
        SnapshotUnavailable: there is nothing, or its manifest is unusable.
    """
    return open_snapshot(state, find_snapshot(state))


def earlier_with(state: Path, *names: str) -> Generator[Path]:
    """Folders of snapshots whose manifest vouches for these files: the live one, then the newest.

    A snapshot that was damaged is passed over: it can stop no refresh.
    """
    summaries = StateWriter(state).summaries()
    for summary in sorted(summaries, key=lambda summary: not summary.live):
        try:
            snapshot = open_snapshot(state, summary.id)
        except SnapshotUnavailable:
            continue  # its manifest is unusable, so nobody vouches for its files
        if all(snapshot.vouches_for(name) for name in names):
            yield snapshot.folder
