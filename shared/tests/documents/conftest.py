from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import pytest
from pydantic import SecretStr
from support.mongo_server import MongoServer

from fleet.documents import Collection, DocumentSettings, DocumentStore, Indexes, open_documents

Absent = tuple[DocumentSettings, Callable[[], object]]
INDEXES: Indexes = {"things": [("rank",)]}


@pytest.fixture(params=["sqlite", "mongodb"])
def document_settings(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentSettings:
    """Settings of an empty store of each kind."""
    if request.param == "sqlite":
        return DocumentSettings(
            mongodb_uri=None, documents_path=tmp_path / "new" / "documents.sqlite3"
        )
    server: MongoServer = request.getfixturevalue("mongo")
    return DocumentSettings(
        mongodb_uri=SecretStr(server.uri), mongodb_database=f"test_{tmp_path.name[:50]}"
    )


@pytest.fixture
async def store(document_settings: DocumentSettings) -> AsyncGenerator[DocumentStore]:
    """An empty store of each kind, open."""
    async with open_documents(document_settings, indexes=INDEXES) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "mongodb"])
def absent(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Absent]:
    """A store of each kind that cannot be reached, and what makes it reachable."""
    if request.param == "sqlite":
        in_the_way = tmp_path / "folder"
        in_the_way.write_text("")
        path = in_the_way / "documents.sqlite3"
        yield DocumentSettings(mongodb_uri=None, documents_path=path), in_the_way.unlink
        return
    server = MongoServer(tmp_path / "server")
    yield DocumentSettings(mongodb_uri=SecretStr(server.uri)), server.__enter__
    server.kill()


@pytest.fixture
def things(store: DocumentStore) -> Collection:
    """A collection of an empty store of each kind."""
    return store.collection("things")
