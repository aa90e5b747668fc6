"""Publishes snapshots: written to a staging folder, then made live by moving one pointer."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fleet import __version__
from fleet.clock import utc_now
from fleet.errors import Conflict, InvalidInput, NotFound
from fleet.jobs import write_json
from fleet.snapshots.layout import CURRENT, SNAPSHOTS, snapshot_ids
from fleet.snapshots.manifest import MANIFEST, sha256_of
from fleet.statements import statement

KEEP = 10
_STAGING = ".staging-"


@dataclass(frozen=True)
class SnapshotSummary:
    """One snapshot of a state folder."""

    id: str
    live: bool


class StateWriter:
    """Writes to one state folder; all changes must be made under `locked()`."""

    def __init__(self, state: str | Path) -> None:
        self._state = Path(state)
        self._snapshots = self._state / SNAPSHOTS

    @contextmanager
    def locked(self) -> Generator[None]:
        """Lock the folder for this process; the lock is released whenever the process ends.

        Raises:
            Conflict: another refresh has the lock.
            InvalidInput: the folder cannot be written.
        """
        try:
            self._snapshots.mkdir(parents=True, exist_ok=True)
            lock = (self._state / ".lock").open("a+")
        except OSError as error:
            raise InvalidInput(
                statement("state_unwritable"),
                note=f"{self._state}: {error.strerror}. "
                "Choose another folder with --state or STATE_URL.",
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict(
                    statement("state_locked"), note=f"It is writing to {self._state}."
                ) from None
            yield

    def begin(self) -> Path:
        """A new staging folder; first removes leftovers of an interrupted refresh."""
        self.tidy()
        staging = self._snapshots / f"{_STAGING}{secrets.token_hex(4)}"
        staging.mkdir()
        return staging

    def orphans(self) -> list[Path]:
        """Staging folders of the running refresh or of an interrupted one."""
        return list(self._snapshots.glob(f"{_STAGING}*"))

    def tidy(self) -> None:
        """Remove leftovers of an interrupted refresh; call it under `locked()`."""
        for orphan in self.orphans():
            shutil.rmtree(orphan)

    def publish(self, staging: Path, facts: Mapping[str, object]) -> str:
        """Make `staging` the live snapshot; returns its id.

        Args:
            staging: The folder from `begin`, with all files.
            facts: The manifest's fields except id, time, code version and files.
        """
        created = utc_now()
        snapshot_id = f"{created:%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(3)}"  # sorts by time
        files = {
            path.name: {"sha256": sha256_of(path), "bytes": path.stat().st_size}
            for path in sorted(staging.iterdir())
        }
        manifest = {
            **facts,
            "id": snapshot_id,
            "created_at": created.isoformat(),
            "code_version": __version__,
            "files": files,
        }
        write_json(manifest, staging / MANIFEST)
        _sync_tree(staging)
        staging.rename(self._snapshots / snapshot_id)
        _sync(self._snapshots)
        self._point_to(snapshot_id)
        self._prune(snapshot_id)
        return snapshot_id

    def discard(self, staging: Path) -> None:
        """Remove a staging folder that won't be published."""
        shutil.rmtree(staging, ignore_errors=True)

    def summaries(self) -> list[SnapshotSummary]:
        """All snapshots, newest first."""
        live = self._live()
        return [SnapshotSummary(name, name == live) for name in reversed(snapshot_ids(self._state))]

    def rollback(self, to: str | None = None) -> str:
        """Make the snapshot `to` live, or the one before the live one; returns its id.

        Raises:
            NotFound: there is no such snapshot.
        """
        ids, live = snapshot_ids(self._state), self._live()
        if to is None:
            earlier = [name for name in ids if live is None or name < live]
            if not earlier:
                raise NotFound(f"{self._state} has no snapshot before the live one.")
            to = earlier[-1]
        if to not in ids:
            existing = ", ".join(ids) or "none"
            raise NotFound(f"{self._state} has no snapshot {to}. It has: {existing}.")
        self._point_to(to)
        return to

    def _live(self) -> str | None:
        """The id in CURRENT; None if it is missing or unreadable."""
        try:
            return (self._state / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None

    def _point_to(self, snapshot_id: str) -> None:
        """Replace CURRENT atomically and durably."""
        temporary = self._state / f".{CURRENT}.new"
        temporary.write_text(f"{snapshot_id}\n", encoding="utf-8")
        _sync(temporary)
        temporary.replace(self._state / CURRENT)
        _sync(self._state)

    def _prune(self, live: str) -> None:
        for name in snapshot_ids(self._state)[:-KEEP]:
            if name != live:
                shutil.rmtree(self._snapshots / name)


def _sync_tree(folder: Path) -> None:
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
