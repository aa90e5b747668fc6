"""The product's commands as separate processes, in a clean environment."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from support.waiting import wait_until

BIN = Path(sys.executable).parent
COMMAND = str(BIN / "smartretail")
COMMAND_SECONDS = 240.0
START_SECONDS = 300.0
# The last two keep started processes off the network (`support.network`).
_INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "NETWORK_GUARD_LOG")


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


def smartretail(
    *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
) -> Ended:
    """Run `smartretail` with these arguments to its end."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=bare_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def bare_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process needs to start, plus `extra`, and no settings from outside."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {"COLUMNS": "200"} | dict(extra or {})


class Running:
    """A server as a process (and group) of its own; as a context manager it ends with the block.

    Args:
        command: Program and arguments.
        cwd: Its working directory; its output goes to `output.txt` there.
        port: Where it will listen on loopback.
        environment: Besides what a process needs to start.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        port: int,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.url, trust_env=False, timeout=30)
        self._command = list(map(str, command))
        self._cwd = cwd
        self._environment = bare_environment(environment)
        self._log = cwd / "output.txt"
        self.process = self._start()

    def __enter__(self) -> Self:
        try:
            self.wait_until_live()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.client.close()
        self.terminate()

    @property
    def output(self) -> str:
        """Its output so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_until_live(self) -> float:
        """Block until it responds; returns the seconds since the call."""
        return wait_until(self._is_live, START_SECONDS, lambda: self.output[-3000:])

    def terminate(self, seconds: float = 20) -> int:
        """Ask it to end (SIGTERM) and wait, at most so long; returns its exit code.

        Raises:
            subprocess.TimeoutExpired: it had to be killed.
        """
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """Kill it and its children, as a power cut would (SIGKILL)."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Start it again after it has ended, and wait until it responds."""
        self.process = self._start()
        self.wait_until_live()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=self._cwd,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _is_live(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"it ended with {self.process.returncode}: {self.output[-3000:]}")
        try:
            return self.client.get("/health/live").is_success
        except httpx.TransportError:
            return False
