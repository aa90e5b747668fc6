"""Small records as JSON files, each written atomically."""

import os
import re
import secrets
from collections.abc import Generator
from pathlib import Path
from typing import Final, TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from fleet.clock import utc_now

M = TypeVar("M", bound=BaseModel)
_ID: Final = re.compile(r"[a-z]-\d{8}T\d{6}-[0-9a-f]{6}")
_log = structlog.get_logger("refresh_svc")


def new_id(letter: str) -> str:
    """A new id like `u-20261122T204500-3f9a1c`, which is unique and sorts by time."""
    return f"{letter}-{utc_now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def is_id(text: str) -> bool:
    """Whether `text` is one of our ids, so that it can be used in a path."""
    return _ID.fullmatch(text) is not None


def write_record(record: BaseModel, path: Path) -> None:
    """Replace the file atomically: readers see either the old or the new content."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(record.model_dump_json(indent=2))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_record(kind: type[M], path: Path) -> M | None:
    """The record in a file; None if it is missing or unreadable."""
    try:
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        _log.warning("record_unreadable", record=path.name, reason=type(error).__name__)
        return None


def read_records(kind: type[M], folder: Path, pattern: str) -> Generator[M]:
    """The records in a folder, newest first."""
    for path in sorted(folder.glob(pattern), reverse=True):
        found = read_record(kind, path)
        if found is not None:
            yield found
