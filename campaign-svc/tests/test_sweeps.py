"""What the service does by itself beside its answers."""

import asyncio

import pytest
import structlog.testing
from support.waiting import until

from campaign_svc.main import create_app
from campaign_svc.settings import Settings
from campaign_svc.sweeps import sweep_regularly
from fleet.background import background
from fleet.errors import DocumentsUnavailable


async def test_no_task_outlives_a_cancelled_lifespan(settings: Settings) -> None:
    """Whoever cancels the app gets back every task it has started."""
    before = asyncio.all_tasks()
    app, opened = create_app(settings), asyncio.Event()

    async def serve() -> None:
        async with app.router.lifespan_context(app):
            opened.set()
            await asyncio.Event().wait()

    serving = asyncio.create_task(serve())
    await opened.wait()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert asyncio.all_tasks() == before


async def test_a_failed_sweep_stops_neither_the_others_nor_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A store that is away costs one round; the service sweeps again when it is back."""
    monkeypatch.setattr("campaign_svc.sweeps.EVERY_SECONDS", 0)
    rounds, enough = [0, 0], asyncio.Event()

    async def fails() -> int:
        rounds[0] += 1
        raise DocumentsUnavailable("The store is away.")

    async def works() -> int:
        rounds[1] += 1
        if rounds[1] == 3:
            enough.set()
        return 1

    async with background(sweep_regularly({"a": fails, "b": works}), name="sweeps"):
        await enough.wait()
    assert rounds == [3, 3]


async def test_a_defect_in_a_sweep_is_logged() -> None:
    """What no sweep expects is not swallowed: it is in the log at once."""

    async def broken() -> int:
        raise ZeroDivisionError

    with structlog.testing.capture_logs() as logs:
        async with background(sweep_regularly({"a": broken}), name="sweeps"):
            await until(lambda: bool(logs))
    assert [(line["event"], line["task"]) for line in logs] == [
        ("background_task_failed", "sweeps")
    ]
