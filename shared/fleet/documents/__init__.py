"""Document storage in MongoDB (motor) or SQLite behind one small interface."""

from fleet.cursors import MAX_PAGE
from fleet.documents.opening import open_documents
from fleet.documents.pages import all_documents, all_pages
from fleet.documents.settings import DocumentSettings
from fleet.documents.store import (
    Collection,
    Document,
    DocumentExists,
    DocumentPage,
    DocumentStore,
    Indexes,
    OneOf,
    Order,
    Range,
    Scalar,
    StoreStatus,
    VersionConflict,
    Where,
)

__all__ = [
    "MAX_PAGE",
    "Collection",
    "Document",
    "DocumentExists",
    "DocumentPage",
    "DocumentSettings",
    "DocumentStore",
    "Indexes",
    "OneOf",
    "Order",
    "Range",
    "Scalar",
    "StoreStatus",
    "VersionConflict",
    "Where",
    "all_documents",
    "all_pages",
    "open_documents",
]
