"""A child process: `python -m smartretail.tasks`, which reads its task from standard input.

It reports on standard output, one JSON object per line; other output goes to standard error.
Standard input stays open. When it closes, the parent has ended, and the child cleans up and ends as
well.
"""

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import BinaryIO, Final

from pydantic import TypeAdapter

from contract.child_tasks import Event, Failed, Limits, PreviewTask, Task
from fleet.errors import SmartRetailError
from fleet.failures import known_error, sentence_for
from fleet.statements import statement

Send = Callable[[Event], None]
_TASK: Final = TypeAdapter[Task](Task)
TIDY_SECONDS: Final = 10.0
_NICENESS = 5
_RESERVED_TO_USED: Final = 3  # a refresh of the sample reserves 3.6 GiB and uses 1.2 GiB
_CPU_GRACE_SECONDS: Final = 5


def main() -> None:
    """Run the task; errors are reported, not raised."""
    out = _own_output()
    task = _TASK.validate_json(sys.stdin.buffer.readline())
    _limit(task.limits)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICENESS)  # readers of the live snapshot have priority

    def send(event: Event) -> None:
        out.write(event.model_dump_json().encode() + b"\n")
        out.flush()

    try:
        result = _do(task, send)
    except MemoryError:
        os.abort()  # as libraries do when memory is refused; the parent reports the limit
    except Exception as error:
        send(failure(error))
        if sentence_for(error) is None:
            raise
    else:
        send(result)


def _limit(limits: Limits) -> None:
    """Make the operating system end this process and its children above the limits.

    This limits reserved memory, which is more than the memory used; the parent checks the latter.
    """
    memory = _RESERVED_TO_USED * limits.memory_bytes
    cpu = limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + _CPU_GRACE_SECONDS))


def _do(task: Task, send: Send) -> Event:
    """The result of the task; imports late, so that a preview loads no demand model."""
    if isinstance(task, PreviewTask):
        from smartretail.tasks.preview import preview  # noqa: PLC0415 - see the docstring

        return preview(task)
    from smartretail.tasks.refresh import refresh  # noqa: PLC0415 - as above

    return refresh(task, send)


def failure(error: Exception) -> Failed:
    """The report of an error: its code, and a sentence without internals."""
    known = known_error(error) or SmartRetailError(
        sentence_for(error) or statement("refresh_defect")
    )
    return Failed(
        code=known.code,
        detail=known.detail,
        statement=known.statement and known.statement.model_dump(),
        errors=[dict(entry) for entry in known.errors or []],
    )


def _own_output() -> BinaryIO:
    """Reserve standard output for reports; output printed by libraries goes to standard error."""
    ours = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return ours


def _leave(number: int, _: FrameType | None) -> None:
    """Exit by an exception, so that everything is cleaned up."""
    sys.exit(128 + number)


def _end_with_parent() -> None:
    """Wait until the parent has ended; then end cleanly, or forcibly after a short time."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(TIDY_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
