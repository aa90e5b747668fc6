"""Available in `make shell`: `settings`, the live snapshot's `folder`, and `read(name)`."""

import json
from typing import Any

import polars as pl

from fleet.snapshots import find_snapshot
from fleet.snapshots.layout import SNAPSHOTS
from smartretail.settings import command_settings

settings = command_settings()
state = settings.state_folder
snapshots = state / SNAPSHOTS
folder = snapshots / find_snapshot(state) if snapshots.exists() else state


def read(name: str) -> Any:
    """A file of the live snapshot: CSV or Parquet as a table, anything else as parsed JSON."""
    path = folder / name
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        # Codes and customers are always text.
        return pl.read_csv(path, infer_schema=False)
    return json.loads(path.read_text(encoding="utf-8"))


print(  # noqa: T201 - the first line of an interactive session
    f"settings, state, folder ({folder}), pl and read, e.g. read('campaign_plan.csv')"
)
