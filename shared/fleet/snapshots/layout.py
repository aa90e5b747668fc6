"""The layout of a state folder, and opening its live snapshot."""

import hashlib
import re
from pathlib import Path

from contract.snapshot_files import WELL_KNOWN_FILES
from fleet.errors import SnapshotUnavailable
from fleet.snapshots.manifest import MANIFEST, read_manifest
from fleet.snapshots.snapshot import Snapshot
from fleet.statements import statement

CURRENT = "CURRENT"
SNAPSHOTS = "snapshots"
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")


def find_snapshot(state: Path) -> str:
    """The live id in `state`: that in CURRENT, otherwise one for the flat folder.

    Raises:
        SnapshotUnavailable: the folder has nothing to serve.
    """
    try:
        pointer = (state / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _flat_id(state)
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotUnavailable(
            statement("pointer_unusable"), note=f"{state / CURRENT} cannot be read: {error}."
        ) from None
    if not _ID.match(pointer):
        raise SnapshotUnavailable(
            statement("pointer_unusable"),
            note=f"{state / CURRENT} contains no snapshot id. Run `smartretail rollback`.",
        )
    return pointer


def snapshot_ids(state: Path) -> list[str]:
    """Snapshots of `state`, oldest first: the ids begin with the time of creation."""
    folder = state / SNAPSHOTS
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if (path / MANIFEST).is_file() and not path.name.startswith(".")
    )


def open_snapshot(state: Path, snapshot_id: str) -> Snapshot:
    """The snapshot `snapshot_id` of `state`, with its manifest.

    Raises:
        SnapshotUnavailable: it does not exist, or its manifest is unusable.
    """
    if snapshot_id.startswith("flat-"):
        return Snapshot(snapshot_id, state, None)
    folder = state / SNAPSHOTS / snapshot_id
    if not folder.is_dir():
        raise SnapshotUnavailable(
            statement("snapshot_gone", snapshot=snapshot_id),
            note="CURRENT names it. Run `smartretail rollback`.",
        )
    return Snapshot(snapshot_id, folder, read_manifest(folder))


def _flat_id(state: Path) -> str:
    """The id of a flat folder; changes with any well-known file, the same in all services."""
    present: list[str] = []
    for name in WELL_KNOWN_FILES:
        path = state / name
        if path.is_file():
            facts = path.stat()
            present.append(f"{name}:{facts.st_size}:{facts.st_mtime_ns}")
    if not present:
        raise SnapshotUnavailable(
            statement("state_empty"),
            note=f"{state} contains none. Run `smartretail refresh --ledger sample`.",
        )
    return "flat-" + hashlib.sha256("\n".join(present).encode()).hexdigest()[:16]
