"""MongoDB connection strings: validation, and the hosts they name."""

import warnings
from typing import Any

from pymongo import MongoClient
from pymongo.errors import (
    PyMongoError,
)


def check_uri(uri: str) -> None:
    """Read a connection string without connecting.

    Raises:
        ValueError: it can't be used; the message doesn't quote it, since it may contain a secret.
    """
    if not uri.startswith(("mongodb://", "mongodb+srv://")):
        raise ValueError("a connection string starts with mongodb:// or mongodb+srv://")
    if not uri.isprintable() or " " in uri:
        raise ValueError("a connection string contains no spaces or control characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # pymongo only warns of unknown options
            MongoClient[dict[str, Any]](uri, connect=False).close()
    except (PyMongoError, UserWarning, ValueError, TypeError, OSError):
        raise ValueError(
            "not a valid MongoDB connection string. Check host, port and options, that files it "
            "names exist, and that user and password are percent-encoded"
        ) from None


def hosts(uri: str) -> str:
    """The hosts of a connection string, without user, password and options."""
    address = uri.partition("://")[2].partition("?")[0].partition("/")[0]
    return address.rpartition("@")[2]
