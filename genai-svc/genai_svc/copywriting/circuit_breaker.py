"""Keeps a dead provider from costing every request its whole budget."""

import time
from collections.abc import Callable
from typing import Literal

CircuitState = Literal["closed", "open", "half-open"]


class CircuitBreaker:
    """Opens when so many requests in a row spent their budget on timeouts and server errors.

    While open, it lets nothing through for `seconds`; then one request tries, and closes or reopens
    it.
    A provider that answers at all, even with a refusal, is not down and resets the count.

    Args:
        failures: In a row.
        seconds: It stays open.
        clock: Monotonic seconds.
    """

    def __init__(
        self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures = failures
        self._seconds = seconds
        self._clock = clock
        self._in_a_row = 0
        self._opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> CircuitState:
        """Half-open: the next request may try."""
        if self._opened_at is None:
            return "closed"
        return "open" if self._clock() - self._opened_at < self._seconds else "half-open"

    def try_enter(self) -> bool:
        """Whether a request may go through; if so, call one of the other methods afterwards."""
        if self.state == "closed":
            return True
        if self.state == "open" or self._trying:
            return False
        self._trying = True
        return True

    def record_response(self) -> None:
        """The provider has answered, in whatever way."""
        self._trying, self._in_a_row, self._opened_at = False, 0, None

    def record_outage(self) -> None:
        """A request has spent its budget on timeouts and server errors."""
        self._in_a_row += 1
        if self._trying or self._in_a_row >= self._failures:
            self._opened_at = self._clock()
        self._trying = False

    def release(self) -> None:
        """The request ended without a verdict, as when its client went away."""
        self._trying = False
