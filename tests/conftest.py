"""Snapshots and servers shared by end-to-end tests. No test writes to them."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from support import Running, free_port, smartretail
from support.build_once import build_once
from support.ledgers import small_ledger, write_ledger
from support.processes import COMMAND


@pytest.fixture(scope="session")
def sample_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with one snapshot of the sample; SAMPLE_STATE names an existing one."""
    if ready := os.environ.get("SAMPLE_STATE"):
        return Path(ready)
    return _refreshed(tmp_path_factory, "sample", "sample")


@pytest.fixture(scope="session")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small ledger as `ledger.csv` and `ledger.parquet`."""

    def write(folder: Path) -> None:
        for name in ("ledger.csv", "ledger.parquet"):
            write_ledger(small_ledger(), folder / name)

    return build_once(tmp_path_factory, "ledger", write)


@pytest.fixture(scope="session")
def small_state(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with one snapshot of the small ledger."""
    return _refreshed(tmp_path_factory, "small", str(small_files / "ledger.csv"))


@pytest.fixture
def own_state(small_state: Path, tmp_path: Path) -> Path:
    """A copy of the small state, for a test that changes it."""
    return Path(shutil.copytree(small_state, tmp_path / "state"))


@pytest.fixture(scope="session")
def sample_server(
    sample_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Running]:
    """The one process serving the sample."""
    port = free_port()
    command = [COMMAND, "run", "--state", sample_state, "--port", str(port)]
    with Running(command, cwd=tmp_path_factory.mktemp("server"), port=port) as running:
        yield running


def _refreshed(folders: pytest.TempPathFactory, name: str, ledger: str) -> Path:
    def refresh(folder: Path) -> None:
        state = folder / "state"
        ended = smartretail("refresh", "--ledger", ledger, "--state", state, cwd=folder)
        assert ended.code == 0, ended.err

    return build_once(folders, name, refresh) / "state"
