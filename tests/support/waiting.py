"""Waiting for a condition: the only place where tests sleep, for no longer than needed."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 60.0
"""After this time a condition counts as never met; not a claim about speed."""


async def until(
    holds: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE_SECONDS
) -> None:
    """Wait until `holds()`, which may be a coroutine function.

    Raises:
        TimeoutError: it does not hold after so many seconds.
    """
    async with asyncio.timeout(seconds):
        while True:
            met = holds()
            if await met if inspect.isawaitable(met) else met:
                return
            await asyncio.sleep(PAUSE_SECONDS)


def wait_until(
    holds: Callable[[], T], seconds: float, what: Callable[[], str] = lambda: "it does not hold"
) -> float:
    """Block until `holds()`; returns the seconds that took.

    Raises:
        TimeoutError: it did not come to hold; the text is what `what` says.
    """
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise TimeoutError(f"after {seconds} s: {what()}")
        time.sleep(PAUSE_SECONDS)
    return time.monotonic() - started
