"""Reading every document of a query, whatever number of pages that takes."""

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
    """The documents that match, by id unless told, page by page.

    Args:
        collection: Where they are.
        where: Which; None: all.
        order: Of the documents.
        page_size: The most in memory at once; fewer where documents are large.

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
    """The same one document at a time."""
    async for documents in all_pages(collection, where, order=order, page_size=page_size):
        for document in documents:
            yield document
