"""Slows down sign-in when keys are being guessed."""

import time
from collections import OrderedDict, deque
from typing import Final

from fleet.errors import TooManyRequests
from fleet.statements import statement

MOST: Final = 10
WINDOW_SECONDS: Final = 60.0
ADDRESSES: Final = 4096


class SignInThrottle:
    """Counts wrong keys per address for a minute; keeps only the most recent addresses.

    A key has 256 random bits and can't be guessed; this protects the logs and the store from
    attempts.
    """

    def __init__(self) -> None:
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()

    def refuse_too_many(self, address: str) -> None:
        """Refuse an address that has sent too many wrong keys.

        Raises:
            TooManyRequests: it has sent too many; `retry_after` says how long to wait.
        """
        failed = self._failed.get(address)
        now = time.monotonic()
        while failed and now - failed[0] > WINDOW_SECONDS:
            failed.popleft()
        if failed and len(failed) >= MOST:
            wait = int(WINDOW_SECONDS - (now - failed[0])) + 1
            raise TooManyRequests(statement("too_many_keys", seconds=wait), retry_after=wait)

    def failed(self, address: str) -> None:
        """Count a wrong key."""
        self._failed.setdefault(address, deque(maxlen=MOST)).append(time.monotonic())
        self._failed.move_to_end(address)
        while len(self._failed) > ADDRESSES:
            self._failed.popitem(last=False)
