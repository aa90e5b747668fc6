"""Reading all documents of a query, across pages."""

from collections.abc import AsyncGenerator

from fleet.cursors import MAX_PAGE
from fleet.documents.store import Collection, Document, Order, Where


async def all_pages(
    collection: Collection,
    where: Where | None = None,
    *,
    order: Order | None = None,
    page_size: int = MAX_PAGE,
) -> AsyncGenerator[list[Document]]:
    """The matching documents page by page, by default ordered by id.

    Args:
        collection: The collection.
        where: The conditions; None: all documents.
        order: The order; by id by default.
        page_size: Maximum number in memory at once; use less for large documents.

    Raises:
        DocumentsUnavailable: the store does not answer.
    """
    cursor: str | None = None
    while True:
        page = await collection.page(where, order=order, after=cursor, limit=page_size)
        yield page.documents
        cursor = page.next_cursor
        if cursor is None:
            return


async def all_documents(
    collection: Collection,
    where: Where | None = None,
    *,
    order: Order | None = None,
    page_size: int = MAX_PAGE,
) -> AsyncGenerator[Document]:
    """The matching documents one at a time; see `all_pages`."""
    async for documents in all_pages(collection, where, order=order, page_size=page_size):
        for document in documents:
            yield document
