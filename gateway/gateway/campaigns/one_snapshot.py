"""Reading data in several requests that must all come from one snapshot."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement

T = TypeVar("T")
_ATTEMPTS: Final = 3


class SnapshotMoved(Exception):
    """A new snapshot went live between two parts."""


async def from_one_snapshot(attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of `attempt`, restarted if a new snapshot goes live between two parts.

    Args:
        attempt: Raises SnapshotMoved where that has happened.

    Raises:
        SnapshotUnavailable: snapshots went live faster than all of it can be read.
    """
    for _ in range(_ATTEMPTS):
        try:
            return await attempt()
        except SnapshotMoved:
            continue
    raise SnapshotUnavailable(statement("snapshots_moving"))
