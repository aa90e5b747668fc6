"""A database server that speaks MongoDB's wire protocol, in its own process on loopback."""

import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from support.ports import free_port
from support.waiting import wait_until

_START_SECONDS = 30.0


class MongoServer:
    """The server (SecantusDB, a stand-in for MongoDB) over one folder; keeps its port on restart.

    It is started as a standalone, so retryable writes are not in play, and flushes its log at every
    commit, so a killed server has lost nothing it acknowledged.
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.uri = f"mongodb://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_listening()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start the process; it listens about a second later."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [str(Path(sys.executable).with_name("secantusd-py"))]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--standalone"]
        command += ["--storage-path", str(self._folder / "data"), "--sync-on-commit"]
        with (self._folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)

    def wait_until_listening(self) -> None:
        """Block until it accepts connections."""
        wait_until(self._listens, _START_SECONDS, self._log)

    def kill(self) -> None:
        """Kill it as a power cut would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Suspend it: connections stay open and nothing responds (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Undo `pause`."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("the server does not run")
        self._process.send_signal(number)

    def _listens(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"the database server did not start:\n{self._log()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _log(self) -> str:
        return (self._folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-2000:]


@pytest.fixture(scope="session")
def mongo(tmp_path_factory: pytest.TempPathFactory) -> Generator[MongoServer]:
    """A database server shared by all tests that don't stop it."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server
