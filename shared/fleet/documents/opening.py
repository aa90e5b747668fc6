"""Opens the store named by the settings, without silently falling back to the other."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fleet.documents.settings import DocumentSettings
from fleet.documents.store import DocumentStore, Indexes


@asynccontextmanager
async def open_documents(
    settings: DocumentSettings, *, indexes: Indexes | None = None
) -> AsyncGenerator[DocumentStore]:
    """The document store, open until the block ends.

    An unreachable store doesn't prevent the start: `status()` explains why it isn't ready, its
    collections raise DocumentsUnavailable, and it recovers without a restart.

    Args:
        settings: Which store, and where.
        indexes: Created as soon as the store answers.
    """
    async with _store(settings, indexes or {}) as store:
        yield store


def _store(
    settings: DocumentSettings, indexes: Indexes
) -> AbstractAsyncContextManager[DocumentStore]:
    if settings.mongodb_uri is None:
        from fleet.documents.sqlite import SqliteStore  # noqa: PLC0415 - only the one in use

        return SqliteStore(settings.documents_path, indexes)
    from fleet.documents.mongo import MongoStore  # noqa: PLC0415 - only the one in use

    uri = settings.mongodb_uri.get_secret_value()
    return MongoStore(uri, settings.mongodb_database, indexes)
