"""Retrying after a concurrent write."""

import pytest

from fleet.clock import timestamp, utc_now
from fleet.retries import retry


class Faster(Exception):
    """A concurrent write came first."""


async def test_retries_until_an_attempt_succeeds() -> None:
    """Attempts repeat after the given error and return the first result."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(len(made))
        if len(made) < 3:
            raise Faster
        return len(made)

    assert await retry(attempt, on=Faster, attempts=5) == 3


async def test_last_error_is_raised_after_all_attempts() -> None:
    """After the maximum number of attempts the error is raised."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(1)
        raise Faster

    with pytest.raises(Faster):
        await retry(attempt, on=Faster, attempts=4)
    assert len(made) == 4


async def test_other_errors_are_not_retried() -> None:
    """Only the given error is retried."""
    made: list[int] = []

    async def attempt() -> int:
        made.append(1)
        raise ValueError("no conflict")

    with pytest.raises(ValueError, match="no conflict"):
        await retry(attempt, on=Faster, attempts=4)
    assert len(made) == 1


def test_stored_timestamps_sort_by_time() -> None:
    """Stored timestamps have one length and end in Z."""
    earlier = utc_now().replace(microsecond=0)
    assert timestamp(earlier) == f"{earlier:%Y-%m-%dT%H:%M:%S}.000000Z"
    assert timestamp(earlier) <= timestamp()
