"""A bounded cache with expiring entries."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
_MAX_ENTRIES = 2048


class TtlCache(Generic[V]):
    """Values by key, cached for `seconds`; the oldest are evicted if there are too many."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._entries: OrderedDict[str, tuple[float, V]] = OrderedDict()

    def get(self, key: str) -> V | None:
        """The value of `key`, or None once it has expired."""
        at, value = self._entries.get(key, (0.0, None))
        if value is None or self._clock() - at >= self._seconds:
            return None
        return value

    def put(self, key: str, value: V) -> None:
        """Store `value`."""
        self._entries.pop(key, None)
        self._entries[key] = (self._clock(), value)
        while len(self._entries) > _MAX_ENTRIES:
            self._entries.popitem(last=False)
