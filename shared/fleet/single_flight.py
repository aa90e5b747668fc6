"""Identical concurrent calls share one result."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from fleet.deadline import seconds_left, start_deadline
from fleet.errors import DeadlineExceeded
from fleet.statements import statement

T = TypeVar("T")


@dataclass
class _SharedCall(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """Running calls, by key.

    A call continues if one of its waiters is cancelled, and is cancelled when the last one is.
    """

    def __init__(self) -> None:
        self._shared_calls: dict[Hashable, _SharedCall[T]] = {}

    def has(self, key: Hashable) -> bool:
        """Whether a call for `key` is running."""
        return key in self._shared_calls

    async def run(self, key: Hashable, call: Callable[[], Awaitable[T]], *, limit: float) -> T:
        """The result of the running call for `key`; starts one if there is none.

        Raises:
            DeadlineExceeded: `limit` seconds or the caller's own deadline have passed.
        """
        shared_call = self._shared_calls.get(key) or self._begin(key, call)
        shared_call.waiting += 1
        try:
            async with asyncio.timeout(seconds_left(limit)):
                return await asyncio.shield(shared_call.task)
        except TimeoutError:
            raise DeadlineExceeded(statement("out_of_time")) from None
        finally:
            shared_call.waiting -= 1
            if not shared_call.waiting and not shared_call.task.done():
                self._forget(key, shared_call)
                shared_call.task.cancel()

    def _begin(self, key: Hashable, call: Callable[[], Awaitable[T]]) -> _SharedCall[T]:
        shared_call = _SharedCall(
            asyncio.create_task(_without_deadline(call), context=copy_context())
        )
        self._shared_calls[key] = shared_call
        shared_call.task.add_done_callback(lambda _: self._finish(key, shared_call))
        return shared_call

    def _finish(self, key: Hashable, shared_call: _SharedCall[T]) -> None:
        self._forget(key, shared_call)
        if not shared_call.task.cancelled():
            shared_call.task.exception()  # retrieved, even if no waiter is left

    def _forget(self, key: Hashable, shared_call: _SharedCall[T]) -> None:
        if self._shared_calls.get(key) is shared_call:
            del self._shared_calls[key]


async def _without_deadline(call: Callable[[], Awaitable[T]]) -> T:
    """Run without the first caller's deadline; each waiter has their own."""
    start_deadline(None)
    return await call()
