"""Documents in MongoDB through motor. Only this file imports motor.

A write is acknowledged by a majority with the journal flushed. Reads go to the primary, because the
optimistic versions need the newest state. Retryable writes stay on unless the URI turns them off.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import structlog
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo import ReadPreference, WriteConcern
from pymongo.errors import ConnectionFailure, DuplicateKeyError, PyMongoError

from fleet.documents import mongo_queries as queries
from fleet.documents.cursors import cursor_of, place_of
from fleet.documents.mongo_availability import Availability
from fleet.documents.mongo_failures import failure_of, unstorable_refused
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

Raw = dict[str, Any]
T = TypeVar("T")
ANSWER_SECONDS: Final = 5.0
SELECTION_SECONDS: Final = 1.0
SETTLE_SECONDS: Final = 1.5 * SELECTION_SECONDS
_log = structlog.get_logger("fleet.documents")


class MongoStore:
    """The document store in one database of a MongoDB deployment."""

    def __init__(self, uri: str, database: str, indexes: Indexes) -> None:
        self._uri = uri
        self._name = database
        self._indexes = indexes
        self._indexed = False
        label = f"MongoDB at {hosts(uri)}"
        self._availability = Availability(label, self._ping, self._make_indexes)

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
        await self._availability.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self._availability.__aexit__(kind, error, tb)
        self._client.close()

    def collection(self, name: str) -> "MongoCollection":
        """The collection; touches nothing yet."""
        return MongoCollection(self, self._database[checked_name(name)])

    async def status(self) -> StoreStatus:
        """The result of the last check, at most a second ago."""
        if self._availability.failure is None:
            return StoreStatus("mongodb", ready=True, detail=f"MongoDB database {self._name}")
        error = self._availability.error()
        return StoreStatus("mongodb", False, error.detail, error.statement)

    async def answers_within(self, seconds: float) -> bool:
        """See DocumentStore.answers_within; triggers an immediate check."""
        return await self._availability.within(seconds)

    async def run(self, operation: Callable[[], Awaitable[T]]) -> T:
        """The result of a motor operation; gives up once the server is known to be unavailable.

        If the server is unreachable, the operation fails within about a second and is awaited. If
        the server is silent, the operation may still take effect.

        Raises:
            DocumentsUnavailable: the server doesn't answer, or denies access.
            InvalidInput: the document cannot be stored.
            DuplicateKeyError: an id is taken.
        """
        server = self._availability
        if server.failure is not None:
            server.check_soon()
            raise server.error()
        future = asyncio.ensure_future(operation())
        try:
            await asyncio.wait(
                {future, server.outage}, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if not future.done() and not server.silent:
                # Server selection continues in a thread that can't be stopped until it times out: a
                # write must not take effect after we have reported a failure.
                await asyncio.wait({future}, timeout=SETTLE_SECONDS)
            if not future.done():
                raise server.error()
            with self._translated():
                result = future.result()
        finally:
            future.cancel()
        server.answered()
        return result

    @contextmanager
    def _translated(self) -> Generator[None]:
        """Translate pymongo's errors to ours."""
        try:
            with unstorable_refused():
                yield
        except DuplicateKeyError:
            raise
        except PyMongoError as error:
            if isinstance(error, ConnectionFailure):
                self._availability.check_soon()
            raise self._availability.error(failure_of(error)) from error

    async def _ping(self) -> None:
        await self._client.admin.command("ping")

    async def _make_indexes(self) -> None:
        """Create indexes; failures are only logged, since queries work without, just slower."""
        if self._indexed:
            return
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
            label, reason = self._availability.label, failure_of(error).reason
            _log.warning("index_refused", detail=f"{label} {reason}")
        self._indexed = True


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

    async def count_by(self, field: str, where: Where | None = None) -> dict[str, int]:
        """See Collection.count_by."""
        pipeline = queries.count_by_pipeline(field, where or {})
        rows = await self._store.run(lambda: self._collection.aggregate(pipeline).to_list(None))
        return {row["_id"]: row["documents"] for row in rows}


def _cursor(order: Order, raw: Raw) -> str:
    return cursor_of(order, queries.ordered_value(raw, order.field), raw["_id"])
