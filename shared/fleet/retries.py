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
    """The result of `attempt`, repeated while it raises `on`.

    Before each further attempt there is a random pause, longer each time, so that conflicting
    writers don't conflict again ("full jitter": https://aws.amazon.com/builders-library/).

    Args:
        attempt: Called until it succeeds; must read the current state each time.
        on: The exceptions it raises if another writer was faster.
        attempts: Maximum number of attempts, at least 1.

    Raises:
        Exception: the last attempt's exception; any other than `on` is raised immediately.
    """
    for number in range(1, attempts):
        try:
            return await attempt()
        except on:
            await asyncio.sleep(random.uniform(0, _PAUSE_SECONDS * number))  # noqa: S311 - not used for security
    return await attempt()
