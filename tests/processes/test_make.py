"""The make targets that people start with."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest
from support import Running, free_port

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


def test_make_run_creates_a_state_and_ends_cleanly(tmp_path: Path) -> None:
    """`make run` creates a state of the sample and serves it; SIGTERM to make ends everything."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "STATE_URL": str(tmp_path / "state"),
        "DOCUMENTS_PATH": str(tmp_path / "documents.sqlite3"),
    }
    command = ["make", "--directory", ROOT, "run"]
    with Running(command, cwd=tmp_path, port=port, environment=environment) as running:
        assert running.client.get("/v1/dashboard").json()["snapshot"]
        children = psutil.Process(running.process.pid).children(recursive=True)
        os.kill(running.process.pid, signal.SIGTERM)
        _, alive = psutil.wait_procs(children, timeout=15)
        assert alive == []
    started = time.monotonic()
    with Running(command, cwd=tmp_path, port=port, environment=environment):
        assert time.monotonic() - started < 10
