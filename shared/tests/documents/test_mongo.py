"""MongoDB failures: server down, server hanging, restarts, and documents of other programs."""

import asyncio
import logging
import time
from collections.abc import Generator
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest
from bson import Decimal128, ObjectId
from pydantic import SecretStr
from pymongo import MongoClient, monitoring
from support.mongo_server import MongoServer
from support.waiting import until

from fleet.documents import DocumentSettings, DocumentStore, Indexes, Order, open_documents
from fleet.errors import DocumentsUnavailable
from fleet.settings import ServiceSettings, SettingsError, load_settings
from fleet.statements import statement

INDEXES: Indexes = {"things": [("rank",), ("owner.name", "rank")]}
PASSWORD = "s3cr3t-Pa55"  # noqa: S105 - searched for in what we print


class Settings(DocumentSettings, ServiceSettings):
    """As a service mixes them."""


@pytest.fixture
def server(tmp_path: Path) -> Generator[MongoServer]:
    """A server for one test, not started."""
    server = MongoServer(tmp_path / "server")
    yield server
    server.kill()


def settings_of(server: MongoServer) -> DocumentSettings:
    return DocumentSettings(mongodb_uri=SecretStr(server.uri))


async def ready(store: DocumentStore) -> bool:
    return (await store.status()).ready


@pytest.mark.long
async def test_store_opens_without_server_and_recovers(
    server: MongoServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """The store opens without its server, reports that, fails fast, and recovers by itself."""
    started = time.monotonic()
    async with open_documents(settings_of(server), indexes=INDEXES) as store:
        assert time.monotonic() - started < 2
        status = await store.status()
        assert not status.ready
        waits = "Try again: the database isn't answering. "
        waits += f"MongoDB at 127.0.0.1:{server.port} does not respond"
        assert status.detail in (f"{waits}.", f"{waits} in time.")
        started = time.monotonic()
        with pytest.raises(
            DocumentsUnavailable, match=r"^Try again.* does not respond( in time)?\."
        ):
            await store.collection("things").get("a")
        assert time.monotonic() - started < 0.1
        await asyncio.to_thread(server.start)
        await until(lambda: ready(store), 15)
        await store.collection("things").insert({"_id": "a"})
    assert "does not respond" in capfd.readouterr().out


async def test_waiting_callers_resume_when_server_returns(server: MongoServer) -> None:
    """All waiting callers resume, and can write, once the server is available again."""
    async with open_documents(settings_of(server)) as store:
        waiting = [asyncio.create_task(store.answers_within(60)) for _ in range(3)]
        await asyncio.to_thread(server.start)
        assert await asyncio.gather(*waiting) == [True, True, True]
        await store.collection("things").insert({"_id": "a"})


@pytest.mark.long
async def test_killed_server_loses_no_documents(server: MongoServer) -> None:
    """After kill -9 requests fail within 2 s, and after a restart every document is there."""
    await asyncio.to_thread(server.__enter__)
    async with open_documents(settings_of(server)) as store:
        things = store.collection("things")
        for number in range(20):
            await things.insert({"_id": f"{number:02}"})
        server.kill()
        for _ in range(5):
            started = time.monotonic()
            with pytest.raises(DocumentsUnavailable):
                await things.insert({"_id": "lost"})
            assert time.monotonic() - started < 2
        assert not await ready(store)
        await asyncio.to_thread(server.start)
        await until(lambda: ready(store), 15)
        assert await things.count() == 20


@pytest.mark.long
async def test_failed_write_is_not_applied_later(server: MongoServer) -> None:
    """A write that failed while the server was down is not applied when it returns."""
    await asyncio.to_thread(server.__enter__)
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(Line(server.port))
        uri = SecretStr(f"mongodb://127.0.0.1:{line.port}")
        store = await stack.enter_async_context(open_documents(DocumentSettings(mongodb_uri=uri)))
        things = store.collection("things")
        await things.insert({"_id": "kept"})
        await line.cut()
        for wait in (0.0, 0.6):  # the second one is still looking when the store knows the answer
            await asyncio.sleep(wait)
            with pytest.raises(DocumentsUnavailable):
                await things.insert({"_id": f"lost {wait}"})
        await line.restore()
        await until(lambda: ready(store), 15)
        await asyncio.sleep(1.2)  # longer than a driver looks for a server
        assert (await things.page()).documents == [{"_id": "kept"}]


class Line:
    """A connection to a server that can be cut and restored without restarting the server."""

    def __init__(self, to: int) -> None:
        self._to = to
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.restore()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def restore(self) -> None:
        """Accept connections on the same port as before."""
        self._ends: set[asyncio.StreamWriter] = set()
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Stop accepting connections and break the open ones."""
        self._server.close()
        for end in self._ends:
            end.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._ends |= {writer, far_writer}
        await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
    writer.transport.abort()


@pytest.mark.long
async def test_hanging_server_fails_requests_quickly(server: MongoServer) -> None:
    """Requests in flight when the server hangs end within 4 s; later ones fail immediately."""
    await asyncio.to_thread(server.__enter__)
    async with open_documents(settings_of(server)) as store:
        things = store.collection("things")
        await things.insert({"_id": "a"})
        server.pause()
        started = time.monotonic()
        results = await asyncio.gather(
            *(things.get("a") for _ in range(40)), return_exceptions=True
        )
        assert all(isinstance(result, DocumentsUnavailable) for result in results)
        assert time.monotonic() - started < 4
        started = time.monotonic()
        with pytest.raises(DocumentsUnavailable):
            await things.get("a")
        assert time.monotonic() - started < 0.1
        server.resume()
        await until(lambda: ready(store), 15)
        assert await things.get("a") == {"_id": "a"}


async def test_declared_indexes_are_created(mongo: MongoServer) -> None:
    """Declared indexes are created in the database and end with the id, for sorting."""
    settings = DocumentSettings(mongodb_uri=SecretStr(mongo.uri), mongodb_database="indexed")

    def keys() -> list[Any]:
        with MongoClient[dict[str, Any]](mongo.uri) as client:
            found = client["indexed"]["things"].index_information()
        return sorted(entry["key"] for entry in found.values())

    async def made() -> bool:
        return await asyncio.to_thread(keys) == [
            [("_id", 1)],
            [("owner.name", 1), ("rank", 1), ("_id", 1)],
            [("rank", 1), ("_id", 1)],
        ]

    async with open_documents(settings, indexes=INDEXES):
        await until(made)


class Writes(monitoring.CommandListener):
    """Records the write concern of every write to one collection."""

    def __init__(self, collection: str) -> None:
        self._collection = collection
        self.concerns: list[tuple[str, Any]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """A command is sent."""
        if event.command.get(event.command_name) == self._collection:
            self.concerns.append((event.command_name, event.command.get("writeConcern")))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to record."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to record."""


async def test_every_write_uses_majority_and_journal(mongo: MongoServer) -> None:
    """Insert, replace, put and delete are sent with w=majority and j=true."""
    settings = DocumentSettings(mongodb_uri=SecretStr(mongo.uri), mongodb_database="concerned")
    writes = Writes("concerned_things")
    monitoring.register(writes)
    async with open_documents(settings, indexes={}) as store:
        things = store.collection("concerned_things")
        await things.insert({"_id": "a", "version": 1})
        await things.replace({"_id": "a", "version": 2}, version=1)
        await things.put({"_id": "b", "version": 1})
        await things.delete("a")
    sent = [(name, concern) for name, concern in writes.concerns if name != "find"]
    assert {name for name, _ in sent} == {"insert", "update", "delete"}
    assert [concern for _, concern in sent] == [{"w": "majority", "j": True}] * len(sent)


async def test_bson_types_are_read_as_json(mongo: MongoServer) -> None:
    """BSON dates, decimals, NaN and bytes are read as JSON, in order; only text ids are read."""
    moment = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
    ranks: list[Any] = [moment, Decimal128("2.5"), "text", None, 7, moment.replace(year=2026)]
    with MongoClient[dict[str, Any]](mongo.uri) as client:
        old = client["older"]["things"]
        old.insert_many([{"_id": str(n), "rank": rank} for n, rank in enumerate(ranks)])
        old.insert_many([{"rank": 1}, {"_id": 17, "rank": 1}])
        old.insert_one(
            {"_id": "x", "rank": {"a": ObjectId("0" * 24), "b": [b"\xff"], "c": float("nan")}}
        )
    settings = DocumentSettings(mongodb_uri=SecretStr(mongo.uri), mongodb_database="older")
    async with open_documents(settings) as store:
        things = store.collection("things")
        assert await things.get("0") == {"_id": "0", "rank": "2025-03-01T12:30:00Z"}
        assert await things.get("x") == {
            "_id": "x",
            "rank": {"a": "0" * 24, "b": ["/w=="], "c": None},
        }
        assert await things.count() == 7
        found: list[str] = []
        cursor = None
        while cursor or not found:
            order = Order("rank", descending=True)
            page = await things.page(after=cursor, limit=1, order=order)
            found += [one["_id"] for one in page.documents]
            cursor = page.next_cursor
        assert found == ["5", "0", "2", "4", "1", "3"]


@pytest.mark.parametrize(
    "uri",
    [
        f"postgres://user:{PASSWORD}@host",
        f"mongodb://user:{PASSWORD}@host:port",
        f"mongodb://user:{PASSWORD}@x@host",
        f"mongodb://user:{PASSWORD}@host:99999",
        f"mongodb://user:{PASSWORD}@host/?retryWrites=maybe",
        f"mongodb://user:{PASSWORD}@host/?unknown=1",
        f"mongodb://user:{PASSWORD}@host/?tls=true&tlsCAFile=/not/there",
        f"mongodb://user:{PASSWORD}@ho st",
        f"{PASSWORD}",
        "mongodb://",
    ],
)
def test_malformed_uri_fails_at_start(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names MONGODB_URI and contains no part of its value."""
    monkeypatch.setenv("MONGODB_URI", uri)
    with pytest.raises(SettingsError, match=r"^MONGODB_URI cannot be used: ") as caught:
        load_settings(Settings)
    assert PASSWORD not in str(caught.value)
    assert "host" not in str(caught.value).replace("Check host", "")


@pytest.mark.parametrize("uri", ["mongodb+srv://u:p@cluster0.example.net", "mongodb://a,b:27018/x"])
def test_valid_uri_is_accepted_without_connecting(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading the settings needs neither DNS nor a server."""
    monkeypatch.setenv("MONGODB_URI", uri)
    settings = load_settings(Settings)
    assert settings.mongodb_uri is not None
    assert uri not in repr(settings)


def test_empty_uri_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty MONGODB_URI counts as unset, and SQLite is used."""
    monkeypatch.setenv("MONGODB_URI", "")
    assert load_settings(Settings).mongodb_uri is None


@pytest.mark.parametrize("name", ["a b", "a.b", "a/b", "a$b", "x" * 64])
def test_malformed_database_name_fails_at_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names MONGODB_DATABASE."""
    monkeypatch.setenv("MONGODB_DATABASE", name)
    with pytest.raises(SettingsError, match=r"^MONGODB_DATABASE cannot be used: "):
        load_settings(Settings)


async def test_credentials_are_never_exposed(
    server: MongoServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """With a wrong password, debug logs, status and errors report it without the credentials."""
    caplog.set_level(logging.DEBUG)
    await asyncio.to_thread(server.__enter__)
    uri = f"mongodb://manager:{PASSWORD}@127.0.0.1:{server.port}/?authSource=admin"
    async with open_documents(DocumentSettings(mongodb_uri=SecretStr(uri))) as store:
        status = await store.status()
        assert not status.ready
        assert "rejects the user or password in MONGODB_URI" in status.detail
        assert status.statement == statement("documents_unusable")
        with pytest.raises(DocumentsUnavailable, match="rejects the user") as caught:
            await store.collection("things").get("a")
    printed = "".join((caplog.text, *capfd.readouterr(), str(caught.value), repr(caught.value)))
    assert "rejects the user" in printed
    assert PASSWORD not in printed
