"""Trying again where another writer was faster."""

import pytest

from fleet.clock import timestamp, utc_now
from fleet.retries import retry


class Faster(Exception):
    """Somebody else has written."""


async def test_the_attempt_that_gets_through_is_the_result() -> None:
    """Attempts go on after the error that is named, and end with the first result."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(len(made))
        if len(made) < 3:
            raise Faster
        return len(made)

    assert await retry(attempt, on=Faster, attempts=5) == 3


async def test_the_last_error_is_raised() -> None:
    """After as many attempts as are allowed, the error is the caller's."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(1)
        raise Faster

    with pytest.raises(Faster):
        await retry(attempt, on=Faster, attempts=4)
    assert len(made) == 4


async def test_another_error_ends_it_at_once() -> None:
    """Only what is named is tried again."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(1)
        raise ValueError("no conflict")

    with pytest.raises(ValueError, match="no conflict"):
        await retry(attempt, on=Faster, attempts=4)
    assert len(made) == 1


def test_stored_moments_sort_by_time() -> None:
    """Written moments have one length and end in Z."""
    earlier = utc_now().replace(microsecond=0)
    assert timestamp(earlier) == f"{earlier:%Y-%m-%dT%H:%M:%S}.000000Z"
    assert timestamp(earlier) <= timestamp()
