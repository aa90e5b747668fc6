"""Child processes of the worker: started with a task, listened to, ended with whoever wanted it."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson

LINE_BYTES: Final = 16 * 1024 * 1024
END_SECONDS: Final = 5.0


class Child:
    """One child at work. Its events are read once, by whoever started it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its process, which is also its group."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """How it ended: below 0 the signal that killed it; None while it runs."""
        return self._process.returncode

    async def events(self) -> AsyncGenerator[dict[str, Any]]:
        """What it tells, until it ends."""
        assert self._process.stdout is not None  # noqa: S101 - it was started with a pipe
        async for line in self._process.stdout:
            yield orjson.loads(line)
        await self._process.wait()

    async def end(self) -> None:
        """Ask it to end, and make it end soon after."""
        if self.code is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), END_SECONDS)
        self._signal(signal.SIGKILL)  # the whole group: nothing it has started outlives it
        await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


@asynccontextmanager
async def started(task: Mapping[str, Any]) -> AsyncGenerator[Child]:
    """A child at `task`; it has ended when the block has, whatever ends it.

    Args:
        task: JSON-ready; it goes over a pipe, so that nobody reads it in the list of processes.
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
    child = Child(process)
    try:
        assert process.stdin is not None  # noqa: S101 - it was started with a pipe
        process.stdin.write(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE))
        await process.stdin.drain()
        yield child
    finally:
        await asyncio.shield(child.end())
