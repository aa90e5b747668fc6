"""Where things are in a state folder, and how to open the live snapshot of one."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fleet.errors import SnapshotUnavailable
from fleet.snapshots.manifest import Manifest, read_manifest, sha256_of
from fleet.statements import statement

CURRENT = "CURRENT"
SNAPSHOTS = "snapshots"
WELL_KNOWN_FILES = (
    "predicted_7d_demand.csv",
    "inventory_state.csv",
    "customer_segments.csv",
    "campaign_plan.csv",
    "products.json",
    "rfm_scaler.pkl",
    "kmeans_rfm.pkl",
)
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")


@dataclass(frozen=True)
class Snapshot:
    """One consistent set of files.

    Attributes:
        id: As answers carry it in `X-Snapshot`.
        folder: Where its files are.
        manifest: None for a flat folder, which nobody vouches for.
    """

    id: str
    folder: Path
    manifest: Manifest | None

    def path(self, name: str) -> Path:
        """Path of the file `name`, which may not exist."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return self.path(name).is_file()

    def vouches_for(self, name: str) -> bool:
        """True when the manifest's sha256 of the file matches its content. Reads the whole file."""
        facts = self.manifest.files.get(name) if self.manifest else None
        return facts is not None and self.has(name) and sha256_of(self.path(name)) == facts.sha256

    def verify(self, name: str) -> None:
        """Make sure the file is what the manifest says; a flat folder only has to hold it.

        Raises:
            SnapshotUnavailable: the file is missing or was changed.
        """
        if not self.has(name):
            raise SnapshotUnavailable(
                f"{name} is missing from snapshot {self.id}. Run `smartretail refresh`.",
                statement("file_missing", file=name, snapshot=self.id),
            )
        if self.manifest is not None and not self.vouches_for(name):
            raise SnapshotUnavailable(
                f"{name} of snapshot {self.id} is not the file its manifest describes. "
                "Run `smartretail refresh`, or `smartretail rollback` to the one before.",
                statement("file_changed", file=name, snapshot=self.id),
            )


def find_snapshot(state: Path) -> str:
    """The id of what is live in `state`: what CURRENT says, else one for the flat folder.

    Raises:
        SnapshotUnavailable: there is nothing to serve.
    """
    try:
        pointer = (state / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _flat_id(state)
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotUnavailable(
            f"{state / CURRENT} cannot be read: {error}.", statement("pointer_unusable")
        ) from None
    if not _ID.match(pointer):
        raise SnapshotUnavailable(
            f"{state / CURRENT} does not hold the id of a snapshot. Run `smartretail rollback`.",
            statement("pointer_unusable"),
        )
    return pointer


def open_snapshot(state: Path, snapshot_id: str) -> Snapshot:
    """The snapshot `snapshot_id` of `state`, its manifest read.

    Raises:
        SnapshotUnavailable: it is not there, or its manifest is unusable.
    """
    if snapshot_id.startswith("flat-"):
        return Snapshot(snapshot_id, state, None)
    folder = state / SNAPSHOTS / snapshot_id
    if not folder.is_dir():
        raise SnapshotUnavailable(
            f"CURRENT names snapshot {snapshot_id}, which is not there. "
            "Run `smartretail rollback`.",
            statement("snapshot_gone", snapshot=snapshot_id),
        )
    return Snapshot(snapshot_id, folder, read_manifest(folder))


def _flat_id(state: Path) -> str:
    """Changes when any of the well-known files does; equal for every service that looks."""
    present: list[str] = []
    for name in WELL_KNOWN_FILES:
        path = state / name
        if path.is_file():
            facts = path.stat()
            present.append(f"{name}:{facts.st_size}:{facts.st_mtime_ns}")
    if not present:
        raise SnapshotUnavailable(
            f"The state folder {state} holds no snapshot yet. "
            "Run `smartretail refresh --ledger sample`.",
            statement("state_empty"),
        )
    return "flat-" + hashlib.sha256("\n".join(present).encode()).hexdigest()[:16]
