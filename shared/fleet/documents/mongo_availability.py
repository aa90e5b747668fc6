"""Availability of MongoDB, checked every second, and immediately after a failure."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

import structlog
from pymongo.errors import PyMongoError

from fleet.background import background
from fleet.documents.mongo_failures import LATE, NOT_YET, Failure, failure_of
from fleet.errors import DocumentsUnavailable

CHECK_EVERY_SECONDS: Final = 1.0
SILENCE_SECONDS: Final = 1.5
_log = structlog.get_logger("fleet.documents")


class Availability:
    """The server's availability, updated in the background while entered.

    Args:
        label: The server's name for operators.
        ping: Checks that the server answers.
        while_available: Called every round while the server answers.

    Attributes:
        failure: Why the server is unavailable; None while it answers.
        silent: Whether it is reachable but doesn't answer.
        outage: Completed once the server is known to be unavailable.
    """

    def __init__(
        self,
        label: str,
        ping: Callable[[], Awaitable[object]],
        while_available: Callable[[], Awaitable[None]],
    ) -> None:
        self.failure: Failure | None = NOT_YET
        self.silent = False
        self.label = label
        self._ping = ping
        self._while_available = while_available
        self._reported = False
        self._last_answer = float("-inf")

    async def __aenter__(self) -> Self:
        self.outage: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._available = asyncio.Event()
        self._check_now = asyncio.Event()
        await self._check()
        self._watching = background(self._watch(), "MongoDB watcher")
        await self._watching.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self._watching.__aexit__(kind, error, tb)
        self.outage.cancel()

    def check_soon(self) -> None:
        """Trigger an immediate check."""
        self._check_now.set()

    def answered(self) -> None:
        """Record that the server answered a request."""
        self._last_answer = time.monotonic()

    async def within(self, seconds: float) -> bool:
        """Whether the server answers within this time."""
        if self.failure is not None:
            self.check_soon()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._available.wait(), seconds)
        return self.failure is None

    def error(self, failure: Failure | None = None) -> DocumentsUnavailable:
        """The error to raise for a failure, by default the current one."""
        failure = failure or self.failure or LATE
        note = f"{self.label} {failure.reason}."
        return DocumentsUnavailable(failure.cause, note=note, retry_after=1)

    async def _watch(self) -> None:
        while True:
            if self.failure is None:
                await self._while_available()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._check_now.wait(), CHECK_EVERY_SECONDS)
            self._check_now.clear()
            await self._check()

    async def _check(self) -> None:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                await self._ping()
        except TimeoutError:
            # Under load, an answer to any request is as good as one to the ping.
            if time.monotonic() - self._last_answer > SILENCE_SECONDS:
                self._lost(LATE, silent=True)
        except PyMongoError as error:
            self._lost(failure_of(error), silent=False)
        else:
            self._found()

    def _lost(self, failure: Failure, *, silent: bool) -> None:
        was_there, self.failure, self.silent = self.failure is None, failure, silent
        self._available.clear()
        if was_there or not self._reported:
            _log.error("documents_unavailable", detail=self.error().detail)
            self._reported = True
        if not self.outage.done():
            self.outage.set_result(None)

    def _found(self) -> None:
        self.answered()
        if self.failure is None:
            return
        self.failure = None
        self._available.set()
        self.outage = asyncio.get_running_loop().create_future()
        _log.info("documents_available", detail=f"{self.label} answers")
