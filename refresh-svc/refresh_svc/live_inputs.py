"""What the live snapshot was made from, according to its manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import find_snapshot, open_snapshot
from refresh_svc.records import is_id

Origins = Mapping[str, str | None]


@dataclass(frozen=True)
class LiveInputs:
    """Which snapshot is live, and what it was made from.

    Attributes:
        id: None if there is none.
        inputs: `sales`, `stock`, `products`: `sample`, `file`, the id of an upload, or None. Empty
            if unknown.
    """

    id: str | None
    inputs: Origins = field(default_factory=dict[str, str | None])

    @property
    def uploads(self) -> frozenset[str]:
        """Ids of the uploads among its inputs."""
        return frozenset(value for value in self.inputs.values() if value and is_id(value))


class LiveInputsReader:
    """Reads the manifest of the live snapshot, once per snapshot."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._known = LiveInputs(None)

    def read(self) -> LiveInputs:
        """What the current live snapshot was made from."""
        try:
            found = find_snapshot(self._state)
            if found != self._known.id:
                manifest = open_snapshot(self._state, found).manifest
                stated = (manifest.model_extra or {}).get("inputs") if manifest else None
                self._known = LiveInputs(found, stated or {})
        except SnapshotUnavailable:
            return LiveInputs(None)
        return self._known
