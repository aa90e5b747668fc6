"""Background tasks that run while a block, usually a service's lifespan, is open."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

_log = structlog.get_logger("fleet.background")


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None], name: str) -> AsyncGenerator[None]:
    """Run `work` while the block is open; cancel and await it when the block ends.

    If the task fails, this is logged immediately, and the block continues without it.

    Args:
        work: What to run, e.g. `sweep(store)`.
        name: The task's name in logs.
    """
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_report)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _report(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.error("background_task_failed", task=task.get_name(), exc_info=error)
