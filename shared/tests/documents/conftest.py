from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from pydantic import SecretStr
from support.mongo_server import MongoServer

from fleet.documents import Collection, DocumentSettings, DocumentStore, Indexes, open_documents

INDEXES: Indexes = {"things": [("rank",)]}


@pytest.fixture(scope="session")
def mongo(tmp_path_factory: pytest.TempPathFactory) -> Generator[MongoServer]:
    """A database server for all tests that leave it running."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


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


@pytest.fixture
def things(store: DocumentStore) -> Collection:
    """A collection of an empty store of each kind."""
    return store.collection("things")
