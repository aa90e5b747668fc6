"""The manifest: a snapshot's files, inputs and assumptions."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from fleet.errors import SnapshotUnavailable
from fleet.statements import statement

MANIFEST = "manifest.json"
RUN_TO_REPLACE = "Run `smartretail refresh`, or `smartretail rollback` to the one before."
_CHUNK = 1024 * 1024


class FileFacts(BaseModel):
    """Size and content of one file."""

    sha256: str
    bytes: int


class Manifest(BaseModel):
    """`manifest.json`; jobs may add their own fields."""

    model_config = ConfigDict(extra="allow")

    id: str
    created_at: datetime
    as_of: date
    code_version: str
    ledger: dict[str, object]
    assumptions: list[dict[str, object]]
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
