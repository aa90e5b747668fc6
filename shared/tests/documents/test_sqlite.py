"""SQLite failures: unwritable path, not a database, locked file, full disk."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fleet.documents import DocumentSettings, open_documents
from fleet.errors import DocumentsUnavailable


def a_file_as_folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "documents.sqlite3"


def a_folder_as_file(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def no_database(tmp_path: Path) -> Path:
    path = tmp_path / "documents.sqlite3"
    path.write_text("Dear diary, " * 1000)
    return path


@pytest.mark.parametrize("make", [a_file_as_folder, a_folder_as_file, no_database])
async def test_unusable_path_is_reported(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """The store opens, and status and requests name the file and the variable to change."""
    path = make(tmp_path)
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        status = await store.status()
        assert not status.ready
        assert str(path) in status.detail
        assert "Set DOCUMENTS_PATH to" in status.detail
        with pytest.raises(DocumentsUnavailable, match="the database can't be used"):
            await store.collection("things").put({"_id": "a"})


async def test_store_recovers_when_path_becomes_usable(tmp_path: Path) -> None:
    """A folder that is created later is used without a restart."""
    path = a_file_as_folder(tmp_path)
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        assert not (await store.status()).ready
        (tmp_path / "file").unlink()
        assert (await store.status()).ready
        await store.collection("things").put({"_id": "a"})
        assert await store.collection("things").count() == 1


async def test_database_file_is_durable(tmp_path: Path) -> None:
    """The file is in WAL mode, every commit is flushed, and missing folders are created."""
    path = tmp_path / "a" / "b" / "documents.sqlite3"
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        await store.collection("things").put({"_id": "a"})
        assert (await _pragma(store, "journal_mode")) == ["wal", "wal"]
        assert (await _pragma(store, "synchronous")) == [2, 2]
        assert (await _pragma(store, "busy_timeout")) == [5000, 5000]


async def _pragma(store: object, name: str) -> list[object]:
    from fleet.documents.sqlite import SqliteStore  # noqa: PLC0415 - looks inside this one

    assert isinstance(store, SqliteStore)
    return [(await store.rows(f"PRAGMA {name}", write=write))[0][0] for write in (False, True)]


async def test_write_waits_for_locked_file(tmp_path: Path) -> None:
    """A write waits while another program locks the file and succeeds when it is released."""
    path = tmp_path / "documents.sqlite3"
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        things = store.collection("things")
        await things.put({"_id": "a"})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(things.put({"_id": "b"}))
        for _ in range(3):  # each takes a turn of the store's thread
            assert await things.get("a") == {"_id": "a"}
        assert not waiting.done()
        other.execute("ROLLBACK")
        other.close()
        await waiting
        assert await things.get("b") == {"_id": "b"}


async def test_lock_timeout_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file locked for longer than the busy timeout gives a clear error."""
    monkeypatch.setattr("fleet.documents.sqlite.BUSY_SECONDS", 0.2)
    path = tmp_path / "documents.sqlite3"
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        things = store.collection("things")
        await things.put({"_id": "a"})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DocumentsUnavailable, match="another program has locked the database"):
            await things.put({"_id": "b"})
        assert await things.get("a") == {"_id": "a"}  # readers work beside a writer
        other.execute("ROLLBACK")
        other.close()
        await things.put({"_id": "b"})


async def test_full_disk_is_reported(tmp_path: Path) -> None:
    """A write to a full disk raises DocumentsUnavailable, and reads still work."""
    path = tmp_path / "documents.sqlite3"
    async with open_documents(DocumentSettings(documents_path=path)) as store:
        things = store.collection("things")
        await things.put({"_id": "a"})
        from fleet.documents.sqlite import SqliteStore  # noqa: PLC0415 - looks inside this one

        assert isinstance(store, SqliteStore)
        await store.rows("PRAGMA max_page_count=1", write=True)  # SQLite's own word for full
        with pytest.raises(DocumentsUnavailable, match="the database's disk is full"):
            await things.put({"_id": "b", "text": "x" * 100_000})
        assert await things.get("a") == {"_id": "a"}
        assert await things.get("b") is None


async def test_sorting_uses_the_index(tmp_path: Path) -> None:
    """A page sorted by an indexed field reads the index instead of sorting the table."""
    from fleet.documents import sqlite_queries  # noqa: PLC0415 - the statement itself is looked at
    from fleet.documents.sqlite import SqliteStore  # noqa: PLC0415 - as above
    from fleet.documents.store import Order  # noqa: PLC0415 - as above

    settings = DocumentSettings(documents_path=tmp_path / "documents.sqlite3")
    async with open_documents(settings, indexes={"things": [("rank",)]}) as store:
        assert isinstance(store, SqliteStore)
        sql, values = sqlite_queries.page("things", {}, Order("rank", descending=True), None, 10)
        plan = str(await store.rows(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "USING INDEX things__rank" in plan
    assert "TEMP B-TREE" not in plan


def test_sqlite_does_not_load_motor() -> None:
    """A deployment without MongoDB does not import its driver."""
    program = (
        "import asyncio, sys, tempfile, pathlib\n"
        "from fleet.documents import DocumentSettings, open_documents\n"
        "async def main():\n"
        "    path = pathlib.Path(tempfile.mkdtemp()) / 'x.sqlite3'\n"
        "    async with open_documents(DocumentSettings(documents_path=path)) as store:\n"
        "        await store.collection('things').put({'_id': 'a'})\n"
        "asyncio.run(main())\n"
        "print({'motor', 'pymongo', 'bson'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "set()"
