"""Switches back to an earlier snapshot."""

from pathlib import Path

import structlog

from fleet.errors import Conflict, InvalidInput, NotFound, SnapshotUnavailable
from fleet.snapshots import StateWriter, find_snapshot
from fleet.statements import statement
from refresh_svc.redaction import without_paths
from refresh_svc.snapshots.schemas import Restored

_audit = structlog.get_logger("smartretail.audit")


class SnapshotService:
    """Moves the pointer to the live snapshot in a state folder."""

    def __init__(self, state: Path) -> None:
        self._state = state

    def restore(self, snapshot_id: str, by: str) -> Restored:
        """Make an earlier snapshot live again; writes the disk, so call it in a thread.

        Raises:
            NotFound: there is no such snapshot.
            Conflict: a refresh is writing.
        """
        writer = StateWriter(self._state)
        try:
            with writer.locked():
                before = self._live()
                writer.rollback(snapshot_id)
        except NotFound:
            raise NotFound(
                statement("snapshot_unknown", snapshot=snapshot_id[:80]),
                note="GET /v1/snapshots lists those kept.",
            ) from None
        except (Conflict, InvalidInput) as error:
            detail = without_paths(error.detail, [self._state])
            raise type(error)(detail, statement=error.statement) from None
        _audit.info("snapshot_restored", snapshot=snapshot_id, before=before, by=by)
        return Restored(live=snapshot_id, before=before)

    def _live(self) -> str | None:
        try:
            return find_snapshot(self._state)
        except SnapshotUnavailable:
            return None
