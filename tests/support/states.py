"""Small states on disk, written with the same code that publishes real ones."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fleet.snapshots import StateWriter

Rows = Sequence[Mapping[str, Any]]


def write_flat_state(folder: Path, files: Mapping[str, Rows | Mapping[str, Any] | bytes]) -> Path:
    """Write files into `folder`: rows as CSV, a mapping as JSON, bytes as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, Mapping):
            path.write_text(json.dumps(content), encoding="utf-8")
        else:
            _write_rows(path, content)
    return folder


def write_snapshot(
    state: Path,
    files: Mapping[str, Rows | Mapping[str, Any] | bytes],
    *,
    as_of: date = date(2011, 9, 9),
    facts: Mapping[str, Any] | None = None,
) -> str:
    """Publish a snapshot holding `files` into the state folder; returns its id."""
    writer = StateWriter(state)
    with writer.locked():
        staging = writer.begin()
        write_flat_state(staging, files)
        manifest: dict[str, Any] = {
            "as_of": as_of.isoformat(),
            "ledger": {"first_day": "2010-09-09", "last_day": "2011-09-08"},
            "assumptions": [],
            "row_counts": {},
        }
        return writer.publish(staging, manifest | dict(facts or {}))


def _write_rows(path: Path, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
