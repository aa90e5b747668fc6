"""The service's background tasks."""

import asyncio

import pytest
import structlog.testing
from support.waiting import until

from campaign_svc.main import create_app
from campaign_svc.settings import Settings
from campaign_svc.sweeps import sweep_regularly
from fleet.background import background
from fleet.errors import DocumentsUnavailable


async def test_cancelled_lifespan_leaves_no_task(settings: Settings) -> None:
    """Cancelling the app ends every task it has started."""
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


async def test_failed_sweep_does_not_stop_other_sweeps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unavailable store costs one round; the service sweeps again once it is back."""
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


async def test_unexpected_error_in_a_sweep_is_logged() -> None:
    """An unexpected error is not swallowed: it is logged immediately."""

    async def broken() -> int:
        raise ZeroDivisionError

    with structlog.testing.capture_logs() as logs:
        async with background(sweep_regularly({"a": broken}), name="sweeps"):
            await until(lambda: bool(logs))
    assert [(line["event"], line["task"]) for line in logs] == [
        ("background_task_failed", "sweeps")
    ]
