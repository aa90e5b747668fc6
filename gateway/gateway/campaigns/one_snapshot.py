"""Reads data in several requests that must all come from one snapshot."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement

T = TypeVar("T")
_ATTEMPTS: Final = 3


class SnapshotMoved(Exception):
    """A new snapshot went live between two requests."""


async def from_one_snapshot(attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of `attempt`, restarted if a new snapshot goes live between two requests.

    Args:
        attempt: Raises SnapshotMoved if that happens.

    Raises:
        SnapshotUnavailable: new snapshots kept going live during the attempts.
    """
    for _ in range(_ATTEMPTS):
        try:
            return await attempt()
        except SnapshotMoved:
            continue
    raise SnapshotUnavailable(statement("snapshots_moving"))
