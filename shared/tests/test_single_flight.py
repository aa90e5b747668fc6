"""Concurrent calls with one key are shared by all their callers."""

import asyncio

import pytest
from support.waiting import until

from fleet.deadline import seconds_left, start_deadline
from fleet.errors import Conflict, DeadlineExceeded
from fleet.single_flight import SingleFlight


class Work:
    """A call that counts its starts and cancellations."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> int:
        """Return the count once it is allowed to finish."""
        self.begun += 1
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.ended += 1
            raise
        return self.begun


async def test_calls_are_shared_per_key() -> None:
    """Two callers with one key share a call; another key has its own call."""
    flights, one, other = SingleFlight[int](), Work(), Work()
    waiting = [
        asyncio.create_task(flights.run(key, work, limit=5))
        for key, work in (("a", one), ("a", one), ("b", other))
    ]
    await asyncio.sleep(0)
    one.may_end.set()
    other.may_end.set()
    assert await asyncio.gather(*waiting) == [1, 1, 1]
    assert (one.begun, other.begun) == (1, 1)


async def test_finished_call_is_not_cached() -> None:
    """The next caller starts a new call."""
    flights, work = SingleFlight[int](), Work()
    work.may_end.set()
    assert await flights.run("a", work, limit=5) == 1
    assert not flights.has("a")
    assert await flights.run("a", work, limit=5) == 2


async def test_call_is_cancelled_when_last_caller_leaves() -> None:
    """The call is cancelled only when both callers have left; its key is then free."""
    flights, work = SingleFlight[int](), Work()
    first, second = (asyncio.create_task(flights.run("a", work, limit=5)) for _ in range(2))
    await until(lambda: work.begun == 1)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await asyncio.sleep(0)  # a cancellation of the call would arrive now
    assert (work.begun, work.ended) == (1, 0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert not flights.has("a")
    await until(lambda: work.ended == 1)


async def test_failure_reaches_every_waiting_caller() -> None:
    """The call's error is raised for each waiting caller."""
    may_fail = asyncio.Event()

    async def fail() -> None:
        await may_fail.wait()
        raise Conflict("no")

    flights = SingleFlight[None]()
    waiting = [asyncio.create_task(flights.run("a", fail, limit=5)) for _ in range(3)]
    await until(lambda: flights.has("a"))
    may_fail.set()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(error) for error in found] == [Conflict] * 3


async def test_waiting_times_out() -> None:
    """A caller that waits too long gets an error, and a call without callers is cancelled."""
    flights, work = SingleFlight[int](), Work()
    with pytest.raises(DeadlineExceeded):
        await flights.run("a", work, limit=0.05)
    await until(lambda: work.ended == 1)


async def test_call_does_not_inherit_first_callers_deadline() -> None:
    """The shared call does not run under the deadline of the caller that started it."""

    async def look() -> float:
        return seconds_left(100)

    start_deadline("1000")
    assert await SingleFlight[float]().run("a", look, limit=50) == 100
    assert seconds_left(100) <= 1
