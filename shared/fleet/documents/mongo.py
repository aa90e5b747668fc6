"""Documents in MongoDB through motor. Only this file and `mongo_uri` import motor or pymongo.

A write is acknowledged by a majority with the journal flushed. Reads go to the primary, because the
optimistic versions need the newest state. Retryable writes stay on unless the URI turns them off.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import structlog
from bson.codec_options import CodecOptions
from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo import ReadPreference, WriteConcern
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    DocumentTooLarge,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
)

from fleet.background import background
from fleet.documents import mongo_queries as queries
from fleet.documents.cursors import cursor_of, place_of
from fleet.documents.mongo_uri import hosts
from fleet.documents.store import (
    Document,
    DocumentExists,
    DocumentPage,
    Indexes,
    Order,
    StoreStatus,
    Where,
    changed_since_read,
    checked_document,
    checked_field,
    checked_limit,
    checked_name,
)
from fleet.errors import DocumentsUnavailable, InvalidInput
from fleet.statements import Statement, statement

Raw = dict[str, Any]
T = TypeVar("T")
ANSWER_SECONDS: Final = 5.0
SELECTION_SECONDS: Final = 1.0
CHECK_EVERY_SECONDS: Final = 1.0
SILENCE_SECONDS: Final = 1.5
SETTLE_SECONDS: Final = 1.5 * SELECTION_SECONDS
_REFUSED_CODES = {13, 18, 8000}  # Unauthorized, AuthenticationFailed, AtlasError
_SILENT: Final = statement("documents_silent")
_UNUSABLE: Final = statement("documents_unusable")
_log = structlog.get_logger("fleet.documents")


class MongoStore:
    """The document store in one database of a MongoDB deployment."""

    def __init__(self, uri: str, database: str, indexes: Indexes) -> None:
        self._uri = uri
        self._name = database
        self._indexes = indexes
        self._indexed = False
        self._label = f"MongoDB at {hosts(uri)}"
        self._failure: _Failure | None = _Failure("has not answered yet")
        self._silent = False
        self._reported = False
        self._last_answer = float("-inf")

    async def __aenter__(self) -> Self:
        self._client: AsyncIOMotorClient[Raw] = AsyncIOMotorClient(
            self._uri,
            serverSelectionTimeoutMS=int(SELECTION_SECONDS * 1000),
            connectTimeoutMS=int(SELECTION_SECONDS * 1000),
            socketTimeoutMS=int(ANSWER_SECONDS * 1000),
            appname="smartretail360",
        )
        self._database = self._client.get_database(
            self._name,
            codec_options=CodecOptions[Raw](tz_aware=True),
            read_preference=ReadPreference.PRIMARY,
            write_concern=WriteConcern("majority", j=True),
        )
        self._outage: asyncio.Future[None] = asyncio.get_running_loop().create_future()
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
        self._outage.cancel()
        self._client.close()

    def collection(self, name: str) -> "MongoCollection":
        """The collection; touches nothing yet."""
        return MongoCollection(self, self._database[checked_name(name)])

    async def status(self) -> StoreStatus:
        """What the last look, at most a second ago, has found."""
        if self._failure is None:
            return StoreStatus("mongodb", ready=True, detail=f"MongoDB database {self._name}")
        error = self._unavailable()
        return StoreStatus("mongodb", False, error.detail, error.statement)

    async def answers_within(self, seconds: float) -> bool:
        """See DocumentStore.answers_within; has the watcher look at once."""
        if self._failure is not None:
            self._check_now.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._available.wait(), seconds)
        return self._failure is None

    async def run(self, operation: Callable[[], Awaitable[T]]) -> T:
        """The result of an operation of motor; gives up once the server is known to be away.

        A server that is gone ends it by itself within a second or so, and is waited for; one that
        is silent may still do what it was asked, and nobody can know.

        Raises:
            DocumentsUnavailable: the server does not answer, or refuses us.
            InvalidInput: the document cannot be stored.
            DuplicateKeyError: an id is taken.
        """
        if self._failure is not None:
            self._check_now.set()  # somebody wants it: look now rather than within a second
            raise self._unavailable()
        future = asyncio.ensure_future(operation())
        try:
            await asyncio.wait(
                {future, self._outage}, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if not future.done() and not self._silent:
                # It still looks for a server in a thread that cannot be stopped, for as long as a
                # selection takes: a write must not happen after we have said that it did not.
                await asyncio.wait({future}, timeout=SETTLE_SECONDS)
            if not future.done():
                raise self._unavailable()
            with self._translated():
                result = future.result()
        finally:
            future.cancel()
        self._last_answer = time.monotonic()
        return result

    @contextmanager
    def _translated(self) -> Generator[None]:
        """What pymongo raises, as the fleet's errors."""
        try:
            yield
        except DuplicateKeyError:
            raise
        except (BSONError, DocumentTooLarge, OverflowError) as error:
            raise InvalidInput("The document is too large or holds what is no JSON.") from error
        except PyMongoError as error:
            if isinstance(error, ConnectionFailure):
                self._check_now.set()
            raise self._error(_failure(error)) from error

    async def _watch(self) -> None:
        """Looks once a second, or at once after a failure, whether the server answers."""
        while True:
            if self._failure is None and not self._indexed:
                await self._make_indexes()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._check_now.wait(), CHECK_EVERY_SECONDS)
            self._check_now.clear()
            await self._check()

    async def _check(self) -> None:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                await self._client.admin.command("ping")
        except TimeoutError:
            # Under load an answer to somebody else tells as much as one to us.
            if time.monotonic() - self._last_answer > SILENCE_SECONDS:
                self._lost(_LATE, silent=True)
        except PyMongoError as error:
            self._lost(_failure(error), silent=False)
        else:
            self._found()

    def _lost(self, failure: "_Failure", *, silent: bool) -> None:
        was_there, self._failure, self._silent = self._failure is None, failure, silent
        self._available.clear()
        if was_there or not self._reported:
            _log.error("documents_unavailable", detail=self._unavailable().detail)
            self._reported = True
        if not self._outage.done():
            self._outage.set_result(None)

    def _found(self) -> None:
        self._last_answer = time.monotonic()
        if self._failure is None:
            return
        self._failure = None
        self._available.set()
        self._outage = asyncio.get_running_loop().create_future()
        _log.info("documents_available", detail=f"{self._label} answers")

    async def _make_indexes(self) -> None:
        """Queries are right without an index, only slower, so a refusal is only logged."""
        requested = [
            (checked_name(name), [(field, 1) for field in (*fields, "_id")])
            for name, indexes in self._indexes.items()
            for fields in indexes
        ]
        try:
            for name, keys in requested:
                await self._database[name].create_index(keys)
        except ConnectionFailure:
            return  # the next round tries again
        except PyMongoError as error:
            _log.warning("index_refused", detail=f"{self._label} {_failure(error).reason}")
        self._indexed = True

    def _unavailable(self) -> DocumentsUnavailable:
        return self._error(self._failure or _LATE)

    def _error(self, failure: "_Failure") -> DocumentsUnavailable:
        note = f"{self._label} {failure.reason}."
        return DocumentsUnavailable(failure.cause, note=note, retry_after=1)


@dataclass(frozen=True)
class _Failure:
    """Why the server is of no use: `reason` follows its name, for operators."""

    reason: str
    cause: Statement = _SILENT


_LATE: Final = _Failure("does not answer in time")


def _failure(error: PyMongoError) -> _Failure:
    """Why it failed; never the driver's own text, which may quote documents or the URI."""
    if isinstance(error, ConnectionFailure):
        return _Failure("does not answer")
    if isinstance(error, ConfigurationError):
        return _Failure("cannot be found under that name", _UNUSABLE)
    if isinstance(error, OperationFailure):
        if error.code in _REFUSED_CODES:
            return _Failure("refuses the user or the password of MONGODB_URI", _UNUSABLE)
        name = (error.details or {}).get("codeName", type(error).__name__)
        return _Failure(f"refuses with code {error.code} ({name})")
    return _Failure(f"fails with {type(error).__name__}")


class MongoCollection:
    """One collection."""

    def __init__(self, store: MongoStore, collection: AsyncIOMotorCollection[Raw]) -> None:
        self._store = store
        self._collection = collection

    async def get(self, document_id: str) -> Document | None:
        """See Collection.get."""
        raw = await self._store.run(lambda: self._collection.find_one({"_id": document_id}))
        return None if raw is None else queries.plain_document(raw)

    async def insert(self, document: Document) -> None:
        """See Collection.insert."""
        copy = dict(checked_document(document))
        try:
            await self._store.run(lambda: self._collection.insert_one(copy))
        except DuplicateKeyError:
            raise DocumentExists(f"{document['_id']!r} exists already.") from None

    async def replace(
        self, document: Document, *, version: int | None, field: str = "version"
    ) -> None:
        """See Collection.replace."""
        copy = dict(checked_document(document))
        current = {"_id": copy["_id"], checked_field(field): version}
        result = await self._store.run(lambda: self._collection.replace_one(current, copy))
        if result.matched_count == 0:
            raise changed_since_read(copy["_id"])

    async def put(self, document: Document) -> None:
        """See Collection.put."""
        copy = dict(checked_document(document))
        key = {"_id": copy["_id"]}
        for last in (False, True):  # two first puts of one id can collide once, not twice
            try:
                await self._store.run(lambda: self._collection.replace_one(key, copy, upsert=True))
            except DuplicateKeyError:
                if last:
                    raise DocumentExists(f"{copy['_id']!r} exists already.") from None
            else:
                return

    async def delete(self, document_id: str) -> bool:
        """See Collection.delete."""
        result = await self._store.run(lambda: self._collection.delete_one({"_id": document_id}))
        return result.deleted_count > 0

    async def page(
        self,
        where: Where | None = None,
        *,
        order: Order | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> DocumentPage:
        """See Collection.page."""
        order, limit = order or Order(), checked_limit(limit)
        place = place_of(order, after) if after is not None else None
        query = queries.page_filter(where or {}, order, place)
        sort = queries.sort_keys(order)
        raws = await self._store.run(
            lambda: self._collection.find(query).sort(sort).limit(limit + 1).to_list(None)
        )
        more, raws = len(raws) > limit, raws[:limit]
        cursor = _cursor(order, raws[-1]) if more else None
        return DocumentPage([queries.plain_document(raw) for raw in raws], cursor)

    async def count(self, where: Where | None = None) -> int:
        """See Collection.count."""
        query = queries.conditions(where or {})
        return await self._store.run(lambda: self._collection.count_documents(query))

    async def tally(self, field: str, where: Where | None = None) -> dict[str, int]:
        """See Collection.tally."""
        pipeline = queries.tally_pipeline(field, where or {})
        rows = await self._store.run(lambda: self._collection.aggregate(pipeline).to_list(None))
        return {row["_id"]: row["documents"] for row in rows}


def _cursor(order: Order, raw: Raw) -> str:
    return cursor_of(order, queries.ordered_value(raw, order.field), raw["_id"])
