"""The same question asked while it is being answered gets that answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from fleet.deadline import seconds_left, start_deadline
from fleet.errors import DeadlineExceeded
from fleet.statements import statement


@dataclass
class _Flight:
    task: asyncio.Task[Any]
    waiting: int = 0


class SingleFlight:
    """Calls under way, by key.

    A call belongs to all who wait for it: it goes on when one of them leaves, and ends when the
    last one has left.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}

    def has(self, key: Hashable) -> bool:
        """Whether a call for `key` is under way."""
        return key in self._flights

    async def run(self, key: Hashable, call: Callable[[], Awaitable[Any]], *, limit: float) -> Any:
        """What the call under way for `key` returns or raises; begins one where there is none.

        Raises:
            DeadlineExceeded: `limit` seconds or the caller's own deadline are over.
        """
        flight = self._flights.get(key) or self._begin(key, call)
        flight.waiting += 1
        try:
            async with asyncio.timeout(seconds_left(limit)):
                return await asyncio.shield(flight.task)
        except TimeoutError:
            raise DeadlineExceeded(
                "It was not done in the time given.", statement("out_of_time")
            ) from None
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight)
                flight.task.cancel()

    def _begin(self, key: Hashable, call: Callable[[], Awaitable[Any]]) -> _Flight:
        flight = _Flight(asyncio.create_task(_unhurried(call), context=copy_context()))
        self._flights[key] = flight
        flight.task.add_done_callback(lambda _: self._land(key, flight))
        return flight

    def _land(self, key: Hashable, flight: _Flight) -> None:
        self._forget(key, flight)
        if not flight.task.cancelled():
            flight.task.exception()  # taken note of, also where the last waiter has just left

    def _forget(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


async def _unhurried(call: Callable[[], Awaitable[Any]]) -> Any:
    """Without the deadline of the one who happened to ask first; each waiter keeps their own."""
    start_deadline(None)
    return await call()
