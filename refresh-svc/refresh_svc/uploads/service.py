"""Stores, previews and lists uploads, and removes them when they expire."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Final

import anyio.to_thread
import structlog

from contract.child_tasks import Event, Failed, FileKind, Limits, PreviewEnded, PreviewTask
from fleet.clock import utc_now
from fleet.errors import Conflict, InvalidInput, Unavailable
from fleet.sentences import render
from fleet.statements import Statement, statement
from refresh_svc.child_processes import Exceeded, started
from refresh_svc.records import new_id
from refresh_svc.redaction import without_paths
from refresh_svc.settings import Settings
from refresh_svc.uploads.receiving import receive, refuse_size
from refresh_svc.uploads.repository import UploadRepository, named_as, safe_name
from refresh_svc.uploads.schemas import (
    ColumnMapping,
    Preview,
    StoredUpload,
    Upload,
    Uploads,
)

PREVIEW_SECONDS: Final = 180.0
_log = structlog.get_logger("refresh_svc")


class UploadService:
    """The uploads of an installation.

    Args:
        settings: Limits.
        repository: Stores the uploads.
        in_use: Ids of the uploads that the live snapshot was made from.
        being_read: Ids of the uploads that the running refresh reads.
    """

    def __init__(
        self,
        settings: Settings,
        repository: UploadRepository,
        in_use: Callable[[], frozenset[str]],
        being_read: Callable[[], frozenset[str]],
    ) -> None:
        self._settings = settings
        self._repository = repository
        self._in_use = in_use
        self._being_read = being_read
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def receive(
        self, kind: FileKind, name: str, by: str, declared: int | None, parts: AsyncIterator[bytes]
    ) -> Upload:
        """Write a file to the disk and start its preview.

        Raises:
            InvalidInput: its content shows that it cannot be used.
            PayloadTooLarge: it is above the limit.
            InsufficientStorage: the disk has no room for it.
            Unavailable: the uploads folder cannot be written.
        """
        upload_id, given = new_id("u"), safe_name(name)
        try:
            place = await anyio.to_thread.run_sync(self._repository.begin, upload_id, given)
        except OSError as error:
            raise Unavailable(
                statement("uploads_unwritable"), note=f"System error: {error.strerror}."
            ) from None
        try:
            refuse_size(declared, self._settings.upload_max_bytes, place.parent)
            size, form = await receive(parts, place, self._settings.upload_max_bytes)
            stored = StoredUpload(
                id=upload_id,
                kind=kind,
                name=named_as(given, form),
                bytes=size,
                format=form,
                uploaded_at=utc_now(),
                uploaded_by=by,
            )
            await anyio.to_thread.run_sync(self._repository.commit, stored, place)
        except BaseException:
            self._repository.drop_incoming(upload_id)
            raise
        _log.info("file_taken", upload=upload_id, kind=kind, bytes=size, by=by)
        self._look_into(stored)
        return self._shown(stored)

    async def list(self) -> Uploads:
        """All uploads, newest first; removes expired ones."""
        await anyio.to_thread.run_sync(self.expire)
        stored = await anyio.to_thread.run_sync(lambda: list(self._repository.all()))
        return Uploads(
            items=[self._shown(one) for one in stored],
            max_bytes=self._settings.upload_max_bytes,
            kept_days=self._settings.upload_days,
        )

    async def get(self, upload_id: str) -> Upload:
        """One upload.

        Raises:
            NotFound: there is no upload with this id.
        """
        return self._shown(await anyio.to_thread.run_sync(self._repository.get, upload_id))

    async def delete(self, upload_id: str, by: str) -> None:
        """Remove an upload.

        Raises:
            NotFound: there is no upload with this id.
            Conflict: a refresh reads it.
        """
        await anyio.to_thread.run_sync(self._repository.get, upload_id)
        if upload_id in self._being_read():
            raise Conflict(statement("upload_busy"))
        if task := self._reading.pop(upload_id, None):
            task.cancel()
        await anyio.to_thread.run_sync(self._repository.delete, upload_id)
        _log.info("file_deleted", upload=upload_id, by=by)

    async def set_mapping(self, upload_id: str, mapping: ColumnMapping) -> Upload:
        """Set which column is which, and preview the file again.

        Raises:
            NotFound: there is no upload with this id.
            InvalidInput: it is not a sales file.
            Conflict: a refresh reads it.
        """
        stored = await anyio.to_thread.run_sync(self._repository.get, upload_id)
        if stored.kind != "sales":
            raise InvalidInput(statement("mapping_of_sales_only"))
        if upload_id in self._being_read():
            raise Conflict(statement("upload_busy"))
        changed = stored.model_copy(
            update={
                "mapping": mapping if mapping.columns else None,
                "status": "reading",
                "preview": None,
            }
        )
        await anyio.to_thread.run_sync(self._repository.save, changed)
        self._look_into(changed)
        return self._shown(changed)

    def expire(self) -> None:
        """Remove expired uploads; reads the disk, so call it in a thread."""
        oldest = utc_now() - timedelta(days=self._settings.upload_days)
        needed = self._in_use() | self._being_read()
        for stored in list(self._repository.all()):
            if stored.uploaded_at < oldest and stored.id not in needed:
                self._repository.delete(stored.id)
                _log.info("file_expired", upload=stored.id)

    def recover(self) -> None:
        """Clean up after an earlier process, and preview the files it had not finished."""
        self._repository.drop_all_incoming()
        for stored in list(self._repository.all()):
            if stored.status == "reading":
                self._look_into(stored)

    async def close(self) -> None:
        """Stop running previews; they are repeated at the next start."""
        tasks = list(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look_into(self, stored: StoredUpload) -> None:
        if earlier := self._reading.pop(stored.id, None):
            earlier.cancel()
        task = asyncio.create_task(self._read(stored), name=f"preview {stored.id}")
        self._reading[stored.id] = task
        task.add_done_callback(lambda done: self._forget(stored.id, done))

    def _forget(self, upload_id: str, task: asyncio.Task[None]) -> None:
        if self._reading.get(upload_id) is task:
            del self._reading[upload_id]
        if not task.cancelled() and (error := task.exception()):
            _log.error("preview_defect", upload=upload_id, exc_info=error)

    async def _read(self, stored: StoredUpload) -> None:
        async with self._one_at_a_time:
            preview = await self._preview(stored)
        status = "unreadable" if preview.problem else "ready"
        changed = stored.model_copy(update={"status": status, "preview": preview})
        await anyio.to_thread.run_sync(self._repository.save, changed)

    async def _preview(self, stored: StoredUpload) -> Preview:
        mapping = self._repository.mapping(stored)
        limits = self._settings.preview_limits
        task = PreviewTask(
            limits=limits,
            kind=stored.kind,
            file=str(self._repository.file(stored)),
            mapping=str(mapping) if mapping else None,
        )
        last: Event | None = None
        try:
            async with asyncio.timeout(PREVIEW_SECONDS), started(task) as child:
                async for event in child.events():
                    last = event
        except TimeoutError:
            return _unread(statement("reading_slow", file=stored.name))
        if isinstance(last, PreviewEnded):
            return Preview.model_validate(last.preview)
        if isinstance(last, Failed):
            return self._failed(stored, last)
        return _ended_early(stored.name, child.exceeded, limits)

    def _failed(self, stored: StoredUpload, failed: Failed) -> Preview:
        folders = (self._repository.folder / stored.id / "file", self._repository.folder)
        problem = without_paths(failed.detail, folders)
        stated = Statement.model_validate(failed.statement) if failed.statement else None
        return Preview(problem=problem, problem_statement=stated)

    def _shown(self, stored: StoredUpload) -> Upload:
        in_use = stored.id in self._in_use()
        until = stored.uploaded_at + timedelta(days=self._settings.upload_days)
        return Upload(**dict(stored), in_use=in_use, expires_at=None if in_use else until)


def _ended_early(name: str, exceeded: Exceeded, limits: Limits) -> Preview:
    """The preview of a file whose reader ended without a result."""
    if exceeded == "cpu":
        return _unread(statement("reading_slow", file=name))
    if exceeded == "memory":
        stated = statement("reading_memory", file=name, most=limits.memory_bytes)
        return _unread(stated, "PREVIEW_MEMORY_BYTES sets the limit.")
    return _unread(statement("reading_died", file=name))


def _unread(stated: Statement, *notes: str) -> Preview:
    """The preview of a file that could not be read, with only the reason."""
    return Preview(problem=" ".join([render(stated), *notes]), problem_statement=stated)
