"""Retries after a conflict with another writer."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

T = TypeVar("T")
_PAUSE_SECONDS: Final = 0.002


async def retry(
    attempt: Callable[[], Awaitable[T]],
    *,
    on: type[Exception] | tuple[type[Exception], ...],
    attempts: int,
) -> T:
    """The result of `attempt`, repeated while it raises `on`; one of several at once succeeds.

    Before each further attempt there is a random pause, longer each time, so that writers that
    have met do not meet again ("full jitter": https://aws.amazon.com/builders-library/).

    Args:
        attempt: Begins with the present state; called until it succeeds.
        on: What it raises where somebody else was faster.
        attempts: The most attempts, at least 1.

    Raises:
        Exception: what the last attempt raised; anything but `on` at once.
    """
    for number in range(1, attempts):
        try:
            return await attempt()
        except on:
            await asyncio.sleep(random.uniform(0, _PAUSE_SECONDS * number))  # noqa: S311 - no secret
    return await attempt()
