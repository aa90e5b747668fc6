"""The manifest: a snapshot's files, inputs and assumptions."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement

MANIFEST = "manifest.json"
RUN_TO_REPLACE = "Run `smartretail refresh`, or `smartretail rollback` to the one before."
_CHUNK = 1024 * 1024


class FileFacts(BaseModel):
    """Size and content of one file."""

    sha256: str
    bytes: int


class StatedAssumption(BaseModel):
    """A number the sales data doesn't contain: its value, and why.

    The codes are null in older snapshots, which have the words alone.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "unit_cost_share",
                "value": 0.7,
                "unit_code": "share_of_shelf_price",
                "applies_to_code": "unit_cost",
            }
        }
    )

    name: str
    value: JsonValue = None
    unit_code: str | None = None
    applies_to_code: str | None = None
    unit: str | None = None
    applies_to: str | None = None
    reason: str | None = None


class Manifest(BaseModel):
    """`manifest.json`; jobs may add their own fields."""

    model_config = ConfigDict(extra="allow")

    id: str
    created_at: datetime
    as_of: date
    code_version: str
    ledger: dict[str, object]
    assumptions: list[StatedAssumption]
    row_counts: dict[str, int]
    files: dict[str, FileFacts]


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`.

    Raises:
        SnapshotUnavailable: it is missing or malformed.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise SnapshotUnavailable(
            statement("manifest_unusable", snapshot=folder.name),
            note=f"Its manifest cannot be read ({error.strerror}). {RUN_TO_REPLACE}",
        ) from None
    except ValidationError:
        raise SnapshotUnavailable(
            statement("manifest_unusable", snapshot=folder.name),
            note=f"Its manifest is malformed. {RUN_TO_REPLACE}",
        ) from None


def sha256_of(path: Path) -> str:
    """Hexadecimal digest of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
