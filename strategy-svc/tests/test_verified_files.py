"""Files that strategy-svc reads long after a snapshot went live are verified at that time."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from support.states import write_snapshot

from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Snapshot, open_snapshot
from strategy_svc.decisions.actual_sales import same_shop

FORECAST_ON = date(2011, 9, 9)


def log_of(units: float) -> bytes:
    log = pl.DataFrame({"origin": [FORECAST_ON], "stock_code": ["A"], "mean": [units]})
    log.write_parquet(file := BytesIO())
    return file.getvalue()


def published(state: Path) -> tuple[Snapshot, Path]:
    found = write_snapshot(
        state, {"forecast_log.parquet": log_of(4.0)}, as_of=FORECAST_ON + timedelta(days=7)
    )
    path = state / "snapshots" / found / "forecast_log.parquet"
    return open_snapshot(state, found), path


def test_published_forecast_log_is_read(tmp_path: Path) -> None:
    """The snapshot's log shows that it continues these forecasts and not others."""
    snapshot, _ = published(tmp_path)
    assert same_shop(snapshot, FORECAST_ON, {"A": 4.0})
    assert not same_shop(snapshot, FORECAST_ON, {"A": 9.0})


def test_changed_forecast_log_is_rejected(tmp_path: Path) -> None:
    """A log that was overwritten after publishing is named and rejected."""
    snapshot, path = published(tmp_path)
    path.write_bytes(log_of(9.0))
    with pytest.raises(SnapshotUnavailable, match=r"forecast_log\.parquet"):
        same_shop(snapshot, FORECAST_ON, {"A": 9.0})
