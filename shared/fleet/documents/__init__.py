"""Documents in MongoDB (motor) or SQLite behind one small interface."""

from fleet.documents.opening import open_documents
from fleet.documents.settings import DocumentSettings
from fleet.documents.store import (
    MAX_PAGE,
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
    "open_documents",
]
