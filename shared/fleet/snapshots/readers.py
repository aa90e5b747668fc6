"""Reads a snapshot's files; unusable files get the same error in all services.

Separate from `Snapshot`, so that services without tables don't load polars.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

import orjson
import polars as pl
from pydantic import BaseModel, ValidationError

from fleet.errors import SnapshotUnavailable
from fleet.snapshots.snapshot import Snapshot
from fleet.statements import statement

M = TypeVar("M", bound=BaseModel)


def unusable(snapshot: Snapshot, name: str, why: str) -> SnapshotUnavailable:
    """The error for a file that exists but can't be used; `why` follows its name."""
    return SnapshotUnavailable(
        statement("file_unusable", file=name, snapshot=snapshot.id),
        note=f"{name} {why}. Run `smartretail refresh`.",
    )


def read_csv(snapshot: Snapshot, name: str, required: Iterable[str]) -> pl.DataFrame:
    """A CSV file with every column as text.

    Raises:
        SnapshotUnavailable: the file is missing, not a table, or lacks a required column.
    """
    try:
        table = pl.read_csv(snapshot.verified_path(name), infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(snapshot, name, error) from None
    for column in required:
        if column not in table.columns:
            raise unusable(snapshot, name, f"has no column {column}")
    return table


def read_parquet(
    snapshot: Snapshot,
    name: str,
    columns: Sequence[str] | None = None,
    *,
    where: pl.Expr | None = None,
) -> pl.DataFrame:
    """A Parquet file, all or some of its columns, all rows or those that match `where`.

    Raises:
        SnapshotUnavailable: the file is missing, not a table, or lacks one of the columns.
    """
    try:
        table = pl.scan_parquet(snapshot.verified_path(name), glob=False)
        rows = table if where is None else table.filter(where)
        return (rows if columns is None else rows.select(columns)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(snapshot, name, error) from None


def read_json(snapshot: Snapshot, name: str) -> dict[str, Any] | None:
    """A JSON object; None if the snapshot has no such file.

    Raises:
        SnapshotUnavailable: the file is not a JSON object.
    """
    if not snapshot.has(name):
        return None
    try:
        found: object = orjson.loads(snapshot.read_bytes(name))
    except orjson.JSONDecodeError as error:
        raise _unreadable(snapshot, name, error) from None
    if not isinstance(found, dict):
        raise unusable(snapshot, name, "is not a JSON object")
    return cast("dict[str, Any]", found)


def read_texts(snapshot: Snapshot, name: str) -> dict[str, str]:
    """A JSON object of texts, with keys and texts trimmed; blank and non-text values are left out.

    Raises:
        SnapshotUnavailable: the file exists but is not a JSON object.
    """
    found = read_json(snapshot, name) or {}
    return {
        key.strip(): text.strip()
        for key, text in found.items()
        if isinstance(text, str) and text.strip()
    }


def read_model(snapshot: Snapshot, name: str, model: type[M]) -> M | None:
    """A JSON file as a model; None if the snapshot has no such file.

    Raises:
        SnapshotUnavailable: the file does not match the model.
    """
    if not snapshot.has(name):
        return None
    try:
        return model.model_validate_json(snapshot.read_bytes(name))
    except ValidationError:
        raise unusable(snapshot, name, "is not usable") from None


def _unreadable(snapshot: Snapshot, name: str, error: Exception) -> SnapshotUnavailable:
    reason = str(error).partition("\n")[0].rstrip(".")
    return unusable(snapshot, name, f"cannot be read: {reason}")
