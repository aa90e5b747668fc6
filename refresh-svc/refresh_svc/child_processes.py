"""Child processes for computations: started with a task and limits, and ended with their caller.

The child sets the operating system's limits for itself (`smartretail.tasks`). Because these also
count reserved memory, the parent checks the memory actually used.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from contract.child_tasks import Event, Limits, Task

LINE_BYTES: Final = 16 * 1024 * 1024
END_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 0.05
Exceeded = Literal["memory", "cpu"] | None
_EVENT: Final = TypeAdapter[Event](Event)
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


class Child:
    """A running child. Its events can be read only once."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._over_memory = False

    @property
    def pid(self) -> int:
        """Its process id, which is also its process group id."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, negative if a signal killed it; None while it runs."""
        return self._process.returncode

    @property
    def exceeded(self) -> Exceeded:
        """The limit that ended it. A refused allocation ends a child with SIGABRT."""
        if self._over_memory or self.code == -signal.SIGABRT:
            return "memory"
        return "cpu" if self.code == -signal.SIGXCPU else None

    async def end_above_memory(self) -> None:
        """Kill the child as soon as it exceeds its memory limit, where /proc is available."""
        while (used := _memory_bytes(self.pid)) is not None and self.code is None:
            if used > self._limits.memory_bytes:
                self._over_memory = True
                self._signal(signal.SIGKILL)
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def events(self) -> AsyncGenerator[Event]:
        """The events it reports until it ends."""
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        async for line in self._process.stdout:
            yield _EVENT.validate_json(line)
        await self._process.wait()

    async def end(self) -> None:
        """Ask it to end, and kill it if it doesn't end soon."""
        if self.code is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), END_SECONDS)
        self._signal(signal.SIGKILL)  # the whole group, including processes it started
        await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


@asynccontextmanager
async def started(task: Task) -> AsyncGenerator[Child]:
    """A child running `task`; it is ended when the block ends, for whatever reason.

    Args:
        task: Sent over a pipe, so that it doesn't show in the process list. If the child exceeds
            the task's limits it is ended, and `exceeded` tells which limit.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "smartretail.tasks",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
        limit=LINE_BYTES,
    )
    child = Child(process, task.limits)
    watching = asyncio.create_task(child.end_above_memory(), name=f"memory of {child.pid}")
    try:
        assert process.stdin is not None  # noqa: S101 - started with a pipe
        process.stdin.write(task.model_dump_json().encode() + b"\n")
        await process.stdin.drain()
        yield child
    finally:
        watching.cancel()
        await asyncio.shield(child.end())


def _memory_bytes(pid: int) -> int | None:
    """Memory of the process itself, without mapped files; None if the system doesn't say."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return (int(fields[1]) - int(fields[2])) * _PAGE_BYTES
