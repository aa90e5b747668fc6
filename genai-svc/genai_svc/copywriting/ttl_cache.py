"""Answers kept for a while, a bounded number of them."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
_MOST = 2048


class TtlCache(Generic[V]):
    """By key, each for `seconds`; the oldest go first when there are too many."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, V]] = OrderedDict()

    def get(self, key: str) -> V | None:
        """What is kept under `key`, unless its time is over."""
        at, value = self._kept.get(key, (0.0, None))
        if value is None or self._clock() - at >= self._seconds:
            return None
        return value

    def put(self, key: str, value: V) -> None:
        """Keep `value` from now on."""
        self._kept.pop(key, None)
        self._kept[key] = (self._clock(), value)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
