"""A service's live snapshot: verified, loaded in a thread, swapped atomically."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypedDict, TypeVar

import anyio.to_thread
import structlog

from fleet.background import background
from fleet.errors import SmartRetailError, SnapshotUnavailable
from fleet.snapshots.layout import find_snapshot, open_snapshot
from fleet.snapshots.snapshot import Snapshot
from fleet.statements import Statement, statement

V = TypeVar("V")
POLL_SECONDS = 0.5
RETRY_SECONDS = 5.0
_log = structlog.get_logger("fleet.snapshots")


@dataclass(frozen=True)
class Loaded(Generic[V]):
    """A snapshot and the view a service built from it."""

    snapshot: Snapshot
    view: V


class SnapshotStatus(TypedDict):
    """The id served, and why a newer one is not served."""

    snapshot: str | None
    problem: str | None
    statement: Statement | None


class LiveSnapshot(Generic[V]):
    """Keeps the newest usable snapshot loaded; use it as an async context manager.

    A request reads `current` once and keeps that reference, so it never sees two snapshots. If a
    new snapshot cannot be loaded, the old one stays in use and `status()` reports the error.

    Args:
        state: The state folder.
        load: Builds the service's view from a snapshot's files; runs in a thread.
    """

    def __init__(self, state: str | Path, load: Callable[[Snapshot], V]) -> None:
        self._state = Path(state)
        self._load = load
        self._loaded: Loaded[V] | None = None
        self._problem: SmartRetailError | None = None
        self._failed: tuple[str, float] | None = None

    async def __aenter__(self) -> Self:
        await self._check()
        self._watching = background(self._watch(), f"watch {self._state}")
        await self._watching.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._watching.__aexit__(exc_type, exc, traceback)

    @property
    def current(self) -> Loaded[V]:
        """The newest usable snapshot.

        Raises:
            SnapshotUnavailable: there is none yet; the detail gives the reason.
        """
        if self._loaded is None:
            problem = self._problem or SnapshotUnavailable(statement("snapshot_not_loaded"))
            raise SnapshotUnavailable(problem.detail, statement=problem.statement)
        return self._loaded

    def status(self) -> SnapshotStatus:
        """For readiness: the id served, and why a newer one is not served."""
        return {
            "snapshot": self._loaded.snapshot.id if self._loaded else None,
            "problem": self._problem.detail if self._problem else None,
            "statement": self._problem.statement if self._problem else None,
        }

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self._check()

    async def _check(self) -> None:
        """Load the live snapshot if it isn't the one served; raises only if cancelled."""
        try:
            found = await anyio.to_thread.run_sync(find_snapshot, self._state)
            if self._is_served(found):
                self._problem = None
            elif not self._failed_lately(found):
                await self._swap(found)
        except SmartRetailError as error:
            self._report(error)
        except Exception as error:  # noqa: BLE001 - a bad file must not end the watch; it is reported
            _log.exception("snapshot_defect")
            self._report(
                SnapshotUnavailable(
                    statement("snapshot_unloadable"),
                    note=f"Loading it raised {type(error).__name__}.",
                )
            )

    def _is_served(self, found: str) -> bool:
        return self._loaded is not None and self._loaded.snapshot.id == found

    def _failed_lately(self, found: str) -> bool:
        return (
            self._failed is not None
            and self._failed[0] == found
            and time.monotonic() - self._failed[1] < RETRY_SECONDS
        )

    async def _swap(self, found: str) -> None:
        self._failed = (found, time.monotonic())
        self._loaded = await anyio.to_thread.run_sync(self._open, found)
        self._failed = self._problem = None
        _log.info("snapshot_loaded", snapshot=found)

    def _open(self, found: str) -> Loaded[V]:
        snapshot = open_snapshot(self._state, found)
        return Loaded(snapshot, self._load(snapshot))

    def _report(self, problem: SmartRetailError) -> None:
        if self._problem is None or problem.detail != self._problem.detail:
            _log.warning("snapshot_unavailable", problem=problem.detail)
        self._problem = problem
