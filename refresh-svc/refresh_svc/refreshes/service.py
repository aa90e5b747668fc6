"""Runs refreshes one at a time in a child process; the live snapshot changes only on success."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import anyio.to_thread
import structlog

from contract.child_tasks import (
    Event,
    Failed,
    JobProgress,
    JobStarted,
    RefreshEnded,
    RefreshSettings,
    RefreshTask,
)
from fleet.clock import utc_now
from fleet.errors import Conflict, InvalidInput
from fleet.failures import UNCHANGED
from fleet.snapshots import StateWriter
from fleet.statements import Statement, statement
from refresh_svc.child_processes import Child, started
from refresh_svc.live_inputs import LiveInputsReader
from refresh_svc.records import new_id
from refresh_svc.redaction import without_paths
from refresh_svc.refreshes.input_files import InputFiles, find_files
from refresh_svc.refreshes.problems import LOST, ended_early, one_at_a_time
from refresh_svc.refreshes.progress import done_job, job_after
from refresh_svc.refreshes.repository import RefreshRepository
from refresh_svc.refreshes.schemas import (
    Current,
    Refresh,
    Refreshes,
    RefreshProblem,
    RefreshRequest,
)
from refresh_svc.settings import Settings
from refresh_svc.uploads.repository import UploadRepository

_log = structlog.get_logger("refresh_svc")


class RefreshService:
    """The refreshes of an installation.

    Args:
        settings: Locations of the state and the documents.
        repository: The records of refreshes.
        uploads: The uploaded files.
        live: Reads what the live snapshot was made from.
    """

    def __init__(
        self,
        settings: Settings,
        repository: RefreshRepository,
        uploads: UploadRepository,
        live: LiveInputsReader,
    ) -> None:
        self._settings = settings
        self._repository = repository
        self._uploads = uploads
        self._live = live
        self._starting = asyncio.Lock()
        self._current: Refresh | None = None
        self._task: asyncio.Task[None] | None = None
        self._child: Child | None = None
        self._changed = asyncio.Event()
        self._changing = asyncio.Lock()

    @property
    def running(self) -> Refresh | None:
        """The running refresh."""
        return None if self._current is None or self._current.ended else self._current

    def being_read(self) -> frozenset[str]:
        """Ids of the uploads that the running refresh reads."""
        return self.running.uploads if self.running else frozenset()

    async def start(self, request: RefreshRequest, by: str) -> Refresh:
        """Start a refresh.

        Raises:
            Conflict: a refresh is running, or the live snapshot's own files don't exist.
            NotFound: an upload does not exist.
            InvalidInput: an upload cannot be used, or the state cannot be written.
        """
        async with self._starting:
            if self.running:
                raise one_at_a_time(self.running)
            live = await anyio.to_thread.run_sync(self._live.read)
            files = await anyio.to_thread.run_sync(find_files, request, live, self._uploads)
            await anyio.to_thread.run_sync(self._require_unlocked)
            refresh = _new_refresh(request, files, by, live.id)
            await anyio.to_thread.run_sync(self._repository.save, refresh)
            self._current = refresh
            self._task = asyncio.create_task(self._run(files), name=f"refresh {refresh.id}")
        _log.info("refresh_started", refresh=refresh.id, by=by)
        return refresh

    async def list(self) -> Refreshes:
        """The latest refreshes, newest first."""
        stored = await anyio.to_thread.run_sync(self._repository.latest)
        now = self._current
        live = await anyio.to_thread.run_sync(self._live.read)
        return Refreshes(
            items=[now if now and now.id == one.id else one for one in stored],
            running=self.running.id if self.running else None,
            current=Current.model_validate(live.inputs),
        )

    async def get(self, refresh_id: str) -> Refresh:
        """The current state of a refresh.

        Raises:
            NotFound: there is no refresh with this id.
        """
        if self._current and self._current.id == refresh_id:
            return self._current
        return await anyio.to_thread.run_sync(self._repository.get, refresh_id)

    async def cancel(self, refresh_id: str, by: str) -> Refresh:
        """Ask a refresh to stop.

        Raises:
            NotFound: there is no refresh with this id.
            Conflict: it has already ended.
        """
        found = await self.get(refresh_id)
        if found.ended:
            raise _ended(found)
        _log.info("refresh_cancelled", refresh=refresh_id, by=by)
        cancelling = await self._change(status="cancelling")
        if cancelling.ended:
            raise _ended(cancelling)
        if self._child:
            await self._child.end()
        return cancelling

    async def changes(
        self, refresh_id: str, seen: int, beat_seconds: float
    ) -> AsyncGenerator[Refresh | None]:
        """Yields the refresh after each change until it ends, and None as a keep-alive in between.

        Args:
            refresh_id: Must exist.
            seen: The last revision already received.
            beat_seconds: How often to yield None if nothing changes.
        """
        while True:
            changed = self._changed
            refresh = await self.get(refresh_id)
            if refresh.revision > seen or refresh.ended:
                seen = refresh.revision
                yield refresh
            if refresh.ended:
                return
            try:
                await asyncio.wait_for(changed.wait(), beat_seconds)
            except TimeoutError:
                yield None

    async def recover(self) -> None:
        """Record how refreshes of an earlier process ended: done, or failed with it."""
        for lost in await anyio.to_thread.run_sync(lambda: list(self._repository.all())):
            if not lost.ended:
                self._current = lost
                await self._conclude(None, LOST)
        await anyio.to_thread.run_sync(self._tidy)

    async def close(self) -> None:
        """Stop the running refresh; it counts as failed."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, files: InputFiles) -> None:
        last_event: Event | None = None
        problem = LOST
        try:
            limits = self._settings.refresh_limits
            async with started(self._task_of(files)) as child:
                self._child = child
                if self.running and self.running.status == "cancelling":
                    await child.end()
                async for event in child.events():
                    last_event = event
                    await self._record(event)
                problem = ended_early(child, limits)
        finally:
            self._child = None
            await asyncio.shield(self._finish(last_event, problem))

    async def _finish(self, last_event: Event | None, otherwise: RefreshProblem) -> None:
        await anyio.to_thread.run_sync(self._tidy)
        await self._conclude(last_event, otherwise)

    def _task_of(self, inputs: InputFiles) -> RefreshTask:
        settings = self._settings
        uri = settings.mongodb_uri
        needed = RefreshSettings(
            state_url=settings.state_url,
            documents_path=str(settings.documents_path),
            mongodb_uri=uri.get_secret_value() if uri else None,
            mongodb_database=settings.mongodb_database,
            currency=settings.currency,
        )
        return RefreshTask(limits=settings.refresh_limits, files=inputs.files, settings=needed)

    async def _record(self, event: Event) -> None:
        """Update the jobs from the child's events."""
        if self._current is None or not isinstance(event, JobStarted | JobProgress):
            return
        jobs = [job_after(job, event) for job in self._current.jobs]
        await self._change(stored=isinstance(event, JobStarted), jobs=jobs)

    async def _conclude(self, last_event: Event | None, otherwise: RefreshProblem) -> None:
        """Record how the refresh ended.

        If the new snapshot is live although the child did not report it, the refresh counts as
        done.
        """
        assert self._current is not None  # noqa: S101 - a refresh is ending
        live = await anyio.to_thread.run_sync(self._live.read)
        ended: dict[str, object] = {"ended_at": utc_now()}
        if isinstance(last_event, RefreshEnded):
            jobs = [done_job(job, last_event.seconds) for job in self._current.jobs]
            ended |= {"status": "done", "jobs": jobs, "snapshot": last_event.snapshot}
            ended |= {"snapshot_as_of": last_event.snapshot_as_of}
        elif _published(self._current, live.id):
            jobs = [done_job(job, {}) for job in self._current.jobs]
            ended |= {"status": "done", "snapshot": live.id, "jobs": jobs}
        elif self._current.status == "cancelling":
            ended |= {"status": "cancelled"}
        else:
            ended |= {"status": "failed", "problem": self._problem(last_event) or otherwise}
        done = await self._change(stored=True, **ended)
        _log.info("refresh_ended", refresh=done.id, status=done.status, snapshot=done.snapshot)

    def _problem(self, last_event: Event | None) -> RefreshProblem | None:
        if not isinstance(last_event, Failed):
            return None
        detail = self._public(last_event.detail)
        detail = detail if UNCHANGED[:-1] in detail else f"{detail} {UNCHANGED}"
        stated = last_event.statement
        return RefreshProblem(
            code=last_event.code,
            detail=detail,
            statement=Statement.model_validate(stated) if stated else None,
        )

    async def _change(self, *, stored: bool = True, **fields: object) -> Refresh:
        """Update the refresh and notify all waiters; a finished refresh doesn't change."""
        async with self._changing:
            assert self._current is not None  # noqa: S101 - a refresh is running
            if self._current.ended:
                return self._current
            update = {"revision": self._current.revision + 1, **fields}
            # Validated again, so that dates given as text become dates.
            following = Refresh.model_validate(dict(self._current) | update)
            if stored:
                await anyio.to_thread.run_sync(self._save_record, following)
            self._current = following
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()
            return following

    def _save_record(self, refresh: Refresh) -> None:
        """Save the record; a full disk must not stop a running refresh."""
        try:
            self._repository.save(refresh)
        except OSError:
            _log.exception("refresh_not_recorded", refresh=refresh.id)

    def _require_unlocked(self) -> None:
        try:
            with StateWriter(self._settings.state_folder).locked():
                pass
        except Conflict as error:
            raise Conflict(self._public(error.detail), statement=error.statement) from None
        except InvalidInput as error:
            raise InvalidInput(self._public(error.detail), statement=error.statement) from None

    def _tidy(self) -> None:
        """Remove half-written files; if another refresh is writing, it has already done so."""
        writer = StateWriter(self._settings.state_folder)
        if not writer.orphans():
            return  # so that nothing is written to a read-only folder
        with contextlib.suppress(Conflict, InvalidInput, OSError), writer.locked():
            writer.tidy()

    def _public(self, sentence: str) -> str:
        uploads = self._uploads.folder
        places = [place / "file" for place in uploads.glob("u-*")]
        return without_paths(sentence, [*places, uploads, self._settings.state_folder])


def _ended(refresh: Refresh) -> Conflict:
    return Conflict(statement("refresh_ended"), note=f"It is {refresh.status}.")


def _new_refresh(request: RefreshRequest, files: InputFiles, by: str, live: str | None) -> Refresh:
    return Refresh(
        id=new_id("r"),
        sales=files.sales,
        stock=files.stock,
        products=files.products,
        as_of=request.as_of,
        stock_list=request.stock_list,
        started_at=utc_now(),
        started_by=by,
        snapshot_before=live,
    )


def _published(refresh: Refresh, live: str | None) -> bool:
    """Whether the live snapshot was made after the start; ids begin with their creation time."""
    if live is None or live == refresh.snapshot_before or live.startswith("flat-"):
        return False
    return live > f"{refresh.started_at:%Y%m%dT%H%M%S.%f}Z"
