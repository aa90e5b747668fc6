"""A pytest plugin: a test fails if it, or a process it started, uses the network."""

import importlib
import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

GUARD = Path(__file__).with_name("network_guard")
LOG = "NETWORK_GUARD_LOG"


def pytest_configure(config: pytest.Config) -> None:
    """Guard this process and all processes started from it."""
    folder = tempfile.mkdtemp(prefix="network-guard-")
    config.add_cleanup(lambda: _remove(Path(folder)))
    os.environ[LOG] = str(Path(folder, "attempts.txt"))
    paths = [str(GUARD), *filter(None, [os.environ.get("PYTHONPATH")])]
    if str(GUARD) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    if not _is_guarded():
        sys.path.insert(0, str(GUARD))
        sys.modules.pop("sitecustomize", None)
        importlib.import_module("sitecustomize")
        sys.path.remove(str(GUARD))


@pytest.fixture(autouse=True)
def no_network() -> Generator[None]:
    """Fail a test that used the network, even if the error was swallowed."""
    log = Path(os.environ[LOG])
    yield
    if log.exists():
        attempts = log.read_text(encoding="utf-8")
        log.unlink()
        pytest.fail(f"the network was used:\n{attempts}")


def _is_guarded() -> bool:
    loaded = sys.modules.get("sitecustomize")
    return loaded is not None and Path(str(loaded.__file__)).parent == GUARD


def _remove(folder: Path) -> None:
    (folder / "attempts.txt").unlink(missing_ok=True)
    folder.rmdir()
