"""Background tasks end with their service, however it ends."""

import asyncio

import pytest
import structlog

from fleet.background import background


class Work:
    """Runs until cancelled, and records the cancellation."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        """The coroutine to run."""
        try:
            self.begun.set()
            await asyncio.Event().wait()
        finally:
            self.ended = True


async def test_task_ends_when_the_block_exits() -> None:
    """When the block exits the task has been cancelled and awaited."""
    work = Work()
    async with background(work.run(), "work"):
        await work.begun.wait()
        assert not work.ended
    assert work.ended


async def test_task_ends_when_the_block_is_cancelled() -> None:
    """Cancelling the caller that holds the block open leaves no task running."""
    work = Work()

    async def lifespan() -> None:
        async with background(work.run(), "work"):
            await asyncio.Event().wait()

    holder = asyncio.create_task(lifespan())
    await work.begun.wait()
    holder.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holder
    assert work.ended
    assert [task.get_name() for task in asyncio.all_tasks()].count("work") == 0


async def test_task_failure_is_logged_and_the_block_continues() -> None:
    """A failed task is named in the log; the block neither ends nor raises."""

    async def failing() -> None:
        raise ValueError("no disk")

    with structlog.testing.capture_logs() as logs:
        async with background(failing(), "sweep"):
            await asyncio.sleep(0)  # the task runs
            await asyncio.sleep(0)  # and its end is reported
    assert [(entry["event"], entry["task"]) for entry in logs] == [
        ("background_task_failed", "sweep")
    ]
