"""What a command takes, measured from outside: it runs as a child, and the system is asked."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Usage:
    """Wall and CPU seconds (of all threads), and the most memory held at once, in MiB."""

    wall: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.cpu:.1f} s of CPU, peak {self.peak:.0f} MiB"


def run(command: Sequence[str | Path], *, show: bool = False) -> Usage:
    """Run `command` to its end; when it fails, so do we, with what it wrote to standard error.

    Args:
        command: Program and arguments.
        show: Let it print.
    """
    sys.stdout.flush()
    started = time.monotonic()
    process = subprocess.Popen(
        list(command), stdout=None if show else subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(errors.decode() or f"{command[0]} failed")
    wall = time.monotonic() - started
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KIB_PER_MIB)
