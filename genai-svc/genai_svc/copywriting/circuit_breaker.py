"""A circuit breaker that keeps requests from spending their budget on a provider that is down."""

import time
from collections.abc import Callable
from typing import Literal

CircuitState = Literal["closed", "open", "half-open"]


class CircuitBreaker:
    """Opens after several consecutive requests spent their budget on timeouts and server errors.

    While open, it blocks all requests for `seconds`; then it lets one through, which closes or
    reopens it.
    Any answer from the provider, even an error, resets the count.

    Args:
        failures: Consecutive failures that open it.
        seconds: How long it stays open.
        clock: Returns monotonic seconds.
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
        """The state; half-open means the next request is let through."""
        if self._opened_at is None:
            return "closed"
        return "open" if self._clock() - self._opened_at < self._seconds else "half-open"

    def try_enter(self) -> bool:
        """Whether a request may proceed; if so, call one of the other methods afterwards."""
        if self.state == "closed":
            return True
        if self.state == "open" or self._trying:
            return False
        self._trying = True
        return True

    def record_response(self) -> None:
        """The provider answered, with success or an error."""
        self._trying, self._in_a_row, self._opened_at = False, 0, None

    def record_outage(self) -> None:
        """A request spent its budget on timeouts and server errors."""
        self._in_a_row += 1
        if self._trying or self._in_a_row >= self._failures:
            self._opened_at = self._clock()
        self._trying = False

    def release(self) -> None:
        """The request ended without a result, e.g. because its client disconnected."""
        self._trying = False
