"""Resource usage of a command, measured from outside: it runs as a child process.

The child is started by a small process in between (this file as a script): Linux counts the peak of
the process that starts another as that one's own, and a benchmark may itself hold much.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
        show: Show its output.
    """
    sys.stdout.flush()
    reading, writing = os.pipe()
    between = [sys.executable, "-P", "-S", __file__, str(writing), *map(str, command)]
    with subprocess.Popen(
        between,
        stdout=None if show else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=(writing,),
    ) as process:
        os.close(writing)
        errors = process.communicate()[1]
    with os.fdopen(reading) as pipe:
        measured = pipe.read()
    if process.returncode:
        sys.exit(errors.decode() or f"{command[0]} failed")
    return Usage(**json.loads(measured))


def _measure(writing: int, command: list[str]) -> int:
    """Run the command as a child of this process, and write its usage to the open file."""
    started = time.monotonic()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    wall = time.monotonic() - started
    usage = Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KIB_PER_MIB)
    os.write(writing, json.dumps(asdict(usage)).encode())
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_measure(int(sys.argv[1]), sys.argv[2:]))
