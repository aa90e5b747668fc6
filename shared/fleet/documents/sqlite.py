"""Documents in one SQLite file: a table per collection, a JSON text per document.

WAL lets readers work alongside the writer; `synchronous=FULL` flushes the log before a write
returns, so acknowledged writes survive a power cut. Every statement is its own transaction.
"""

import asyncio
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import aiosqlite
import orjson
import structlog

from fleet.documents import sqlite_queries as queries
from fleet.documents.cursors import cursor_of, place_of, unusable_cursor
from fleet.documents.store import (
    Document,
    DocumentExists,
    DocumentPage,
    Indexes,
    Order,
    Scalar,
    StoreStatus,
    Where,
    changed_since_read,
    checked_document,
    checked_limit,
    checked_name,
)
from fleet.errors import DocumentsUnavailable, InvalidInput
from fleet.statements import statement

BUSY_SECONDS: Final = 5.0
_HOW_TO_SET: Final = (
    "Set DOCUMENTS_PATH to a file in a folder that can be written, or MONGODB_URI to a database."
)
_log = structlog.get_logger("fleet.documents")


class SqliteStore:
    """The document store in the file `path`; creates its folder if missing."""

    def __init__(self, path: Path, indexes: Indexes) -> None:
        self._path = path
        self._indexes = indexes
        self._opening = asyncio.Lock()
        self._tables: set[str] = set()
        self._reader: aiosqlite.Connection | None = None
        self._writer: aiosqlite.Connection | None = None

    async def __aenter__(self) -> Self:
        status = await self.status()
        if not status.ready:
            _log.error("documents_unavailable", detail=status.detail)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self._close()

    def collection(self, name: str) -> "SqliteCollection":
        """The collection; touches nothing yet."""
        return SqliteCollection(self, checked_name(name))

    async def status(self) -> StoreStatus:
        """The store's status; opens the file if necessary, without writing to it."""
        try:
            await self.rows("SELECT 1")
        except DocumentsUnavailable as error:
            return StoreStatus(
                "sqlite", ready=False, detail=error.detail, statement=error.statement
            )
        return StoreStatus("sqlite", ready=True, detail=f"SQLite file {self._path}")

    async def answers_within(self, seconds: float) -> bool:  # noqa: ARG002 - a file needs no waiting
        """See DocumentStore.answers_within; answers immediately."""
        return (await self.status()).ready

    async def rows(
        self,
        sql: str,
        values: Sequence[Scalar] = (),
        *,
        table: str | None = None,
        write: bool = False,
    ) -> list[Sequence[Any]]:
        """The rows returned by a statement; a write is on disk when this returns.

        Raises:
            DocumentsUnavailable: the file cannot be opened, read or written.
            sqlite3.IntegrityError: an id is taken.
        """
        with self._translated():
            await self._ready(table)
            connection = self._writer if write else self._reader
            assert connection is not None  # noqa: S101 - _ready has opened both
            return list(await connection.execute_fetchall(sql, values))

    async def _ready(self, table: str | None) -> None:
        if self._writer is not None and (table is None or table in self._tables):
            return
        async with self._opening:
            if self._writer is None:
                await self._open()
            if table is not None and table not in self._tables:
                await self._create(table)

    async def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._writer = await self._connect()
            self._reader = await self._connect()
            await self._writer.execute_fetchall("BEGIN IMMEDIATE")  # fails if it cannot write
            await self._writer.execute_fetchall("ROLLBACK")
            for name in self._indexes:
                await self._create(name)
        except BaseException:
            await self._close()
            raise

    async def _connect(self) -> aiosqlite.Connection:
        # A failed aiosqlite.connect leaves a thread that calls back into a loop that may be closed
        # (0.22), so first check without it that the file can be opened.
        await asyncio.to_thread(lambda: sqlite3.connect(self._path).close())
        connection = await aiosqlite.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            await _enable_wal(connection)
            await connection.execute_fetchall("PRAGMA synchronous=FULL")
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _create(self, table: str) -> None:
        assert self._writer is not None  # noqa: S101 - called once it is open
        for creation in queries.creations(table, self._indexes.get(table, ())):
            await self._writer.execute_fetchall(creation)
        self._tables.add(table)

    async def _close(self) -> None:
        for connection in (self._reader, self._writer):
            if connection is not None:
                await connection.close()
        self._reader = self._writer = None
        self._tables.clear()

    @contextmanager
    def _translated(self) -> Generator[None]:
        """Translate errors of SQLite and the file system to ours."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except OverflowError as error:
            raise InvalidInput("A number does not fit into 64 bits.") from error
        except (sqlite3.Error, OSError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: sqlite3.Error | OSError) -> DocumentsUnavailable:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        note = f"{self._path}: {reason}."
        if "locked" in str(error):
            cause = statement("documents_locked")
        elif "full" in str(error):
            cause = statement("documents_full")
        else:
            cause, note = statement("documents_unusable"), f"{note} {_HOW_TO_SET}"
        return DocumentsUnavailable(cause, note=note, retry_after=1)


async def _enable_wal(connection: aiosqlite.Connection) -> None:
    """Switch to WAL, retrying while the file is locked, since SQLite doesn't wait here itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.02)
        else:
            return


class SqliteCollection:
    """One table."""

    def __init__(self, store: SqliteStore, name: str) -> None:
        self._store = store
        self._name = name

    async def get(self, document_id: str) -> Document | None:
        """See Collection.get."""
        rows = await self._rows(*queries.get(self._name, document_id))
        return _document(rows[0]) if rows else None

    async def insert(self, document: Document) -> None:
        """See Collection.insert."""
        document_id, body = _parts(document)
        try:
            await self._rows(*queries.insert(self._name, document_id, body), write=True)
        except sqlite3.IntegrityError:
            raise DocumentExists(f"{document_id!r} exists already.") from None

    async def replace(
        self, document: Document, *, version: int | None, field: str = "version"
    ) -> None:
        """See Collection.replace."""
        document_id, body = _parts(document)
        statement = queries.replace(self._name, document_id, body, version, field)
        if not await self._rows(*statement, write=True):
            raise changed_since_read(document_id)

    async def put(self, document: Document) -> None:
        """See Collection.put."""
        await self._rows(*queries.put(self._name, *_parts(document)), write=True)

    async def delete(self, document_id: str) -> bool:
        """See Collection.delete."""
        return bool(await self._rows(*queries.delete(self._name, document_id), write=True))

    async def page(
        self,
        where: Where | None = None,
        *,
        order: Order | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> DocumentPage:
        """See Collection.page."""
        order = order or Order()
        place = None
        if after is not None:
            value, document_id = place_of(order, after)
            if isinstance(value, datetime):
                raise unusable_cursor()
            place = value, document_id
        limit = checked_limit(limit)
        statement = queries.page(self._name, where or {}, order, place, limit + 1)
        rows = await self._rows(*statement)
        more = len(rows) > limit
        cursor = cursor_of(order, rows[limit - 1][2], rows[limit - 1][0]) if more else None
        return DocumentPage([_document(row) for row in rows[:limit]], cursor)

    async def count(self, where: Where | None = None) -> int:
        """See Collection.count."""
        return (await self._rows(*queries.count(self._name, where or {})))[0][0]

    async def count_by(self, field: str, where: Where | None = None) -> dict[str, int]:
        """See Collection.count_by."""
        rows = await self._rows(*queries.count_by(self._name, field, where or {}))
        return {row[0]: row[1] for row in rows}

    async def _rows(
        self, sql: str, values: Sequence[Scalar], *, write: bool = False
    ) -> list[Sequence[Any]]:
        return await self._store.rows(sql, values, table=self._name, write=write)


def _parts(document: Document) -> tuple[str, str]:
    """Id and JSON text."""
    body = {key: value for key, value in checked_document(document).items() if key != "_id"}
    return document["_id"], orjson.dumps(body).decode()


def _document(row: Sequence[Any]) -> Document:
    return {"_id": row[0], **orjson.loads(row[1])}
