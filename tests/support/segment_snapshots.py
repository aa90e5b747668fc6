"""Published segments and the app serving them, for this service's tests."""

from contextlib import AbstractAsyncContextManager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import polars as pl

from fleet.settings import load_settings
from fleet.snapshots import StateWriter
from segmentation_svc.main import create_app
from segmentation_svc.segments.refresh import refresh_segments
from segmentation_svc.settings import Settings
from support.apps import serve_app

AS_OF = date(2011, 9, 9)
VIP_LIKE = {"recency": 5, "frequency": 40, "monetary": 12_000, "tenure_days": 590}


def publish(state: Path, lines: pl.DataFrame) -> Path:
    """Run the job on `lines` and publish what it wrote; returns the snapshot's folder."""
    writer = StateWriter(state)
    with writer.locked():
        staging = writer.begin()
        lines.write_parquet(staging / "ledger.parquet")
        result = refresh_segments(staging, as_of=AS_OF)
        facts: dict[str, Any] = {
            "as_of": AS_OF.isoformat(),
            "ledger": {},
            "assumptions": [],
            "row_counts": result.rows,
            **result.facts,
        }
        return state / "snapshots" / writer.publish(staging, facts)


def serving(state: Path, **settings: Any) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """The app over `state` on a loopback port, as a client for it."""
    return serve_app(create_app(load_settings(Settings, state_url=str(state), **settings)))
