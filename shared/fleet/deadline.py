"""The time a request has left, passed between services in milliseconds.

A duration rather than a point in time, because the clocks of machines differ.
"""

import time
from contextvars import ContextVar

DEADLINE_HEADER = "X-Deadline-Ms"
_MAX_SECONDS = 300.0
_ends_at: ContextVar[float | None] = ContextVar("deadline", default=None)


def start_deadline(header: str | None, default_seconds: float | None = None) -> None:
    """Set the caller's deadline, or the default if it is missing or malformed."""
    seconds = default_seconds
    if header is not None and header.isascii() and header.isdigit():
        seconds = min(int(header[:9]) / 1000, _MAX_SECONDS)
    _ends_at.set(None if seconds is None else time.monotonic() + seconds)


def seconds_left(limit: float) -> float:
    """Seconds until the deadline, at most `limit`, never below 0."""
    ends_at = _ends_at.get()
    return limit if ends_at is None else max(0.0, min(limit, ends_at - time.monotonic()))
