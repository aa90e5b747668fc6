"""States and servers that end-to-end tests share. Nothing here is written to by a test."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from support import Running, free_port, small_ledger, smartretail, write_ledger
from support.processes import COMMAND


@pytest.fixture(scope="session")
def sample_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with one snapshot of the sample; SAMPLE_STATE names one that is there already."""
    if kept := os.environ.get("SAMPLE_STATE"):
        return Path(kept)
    return _refreshed("sample", tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small ledger as `ledger.csv` and `ledger.parquet`."""
    folder = tmp_path_factory.mktemp("ledger")
    for name in ("ledger.csv", "ledger.parquet"):
        write_ledger(small_ledger(), folder / name)
    return folder


@pytest.fixture(scope="session")
def small_state(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with one snapshot of the small ledger."""
    return _refreshed(str(small_files / "ledger.csv"), tmp_path_factory.mktemp("small"))


@pytest.fixture
def own_state(small_state: Path, tmp_path: Path) -> Path:
    """A copy of the small state, for a test that changes it."""
    return Path(shutil.copytree(small_state, tmp_path / "state"))


@pytest.fixture(scope="session")
def sample_server(
    sample_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Running]:
    """The one process over the sample."""
    port = free_port()
    command = [COMMAND, "run", "--state", sample_state, "--port", str(port)]
    with Running(command, cwd=tmp_path_factory.mktemp("server"), port=port) as running:
        yield running


def _refreshed(ledger: str, folder: Path) -> Path:
    state = folder / "state"
    ended = smartretail("refresh", "--ledger", ledger, "--state", state, cwd=folder)
    assert ended.code == 0, ended.err
    return state
