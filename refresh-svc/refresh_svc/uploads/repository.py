"""Uploads on disk: one folder each, with the file and its record."""

import json
import re
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Final

from fleet.errors import InvalidInput, NotFound
from fleet.statements import statement
from refresh_svc.records import is_id, read_record, read_records, write_record
from refresh_svc.uploads.schemas import ColumnMapping, Format, StoredUpload

_RECORD: Final = "record.json"
_MAPPING: Final = "mapping.json"
_INCOMING: Final = ".incoming-"
_FILES: Final = "file"
_UNSAFE: Final = re.compile(r"[^\w .()+@-]")
_MOST_NAME_BYTES: Final = 255  # limit for file names on Linux, macOS and Windows
_SUFFIXES: Final[dict[Format, tuple[str, ...]]] = {
    "parquet": (".parquet", ".pq"),
    "csv": (".csv", ".txt", ".tsv"),
    "xlsx": (".xlsx", ".xlsm"),
}


class UploadRepository:
    """Stores uploads.

    Args:
        folder: The folder of all uploads; created with the first one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, upload_id: str, name: str) -> Path:
        """The path to write a new upload's file to; it isn't listed until it is committed."""
        place = self.folder / f"{_INCOMING}{upload_id}" / _FILES
        place.mkdir(parents=True)
        return place / name_on_disk(name)

    def commit(self, stored: StoredUpload, written: Path) -> None:
        """Turn the written file into an upload."""
        incoming = written.parent.parent
        written.rename(written.with_name(name_on_disk(stored.name)))
        write_record(stored, incoming / _RECORD)
        incoming.rename(self.folder / stored.id)

    def drop_incoming(self, upload_id: str) -> None:
        """Remove the file of an upload that will not be committed."""
        shutil.rmtree(self.folder / f"{_INCOMING}{upload_id}", ignore_errors=True)

    def drop_all_incoming(self) -> None:
        """Remove incomplete files left by an earlier process."""
        for place in self.folder.glob(f"{_INCOMING}*"):
            shutil.rmtree(place, ignore_errors=True)

    def all(self) -> Generator[StoredUpload]:
        """All uploads, newest first."""
        return read_records(StoredUpload, self.folder, f"u-*/{_RECORD}")

    def get(self, upload_id: str) -> StoredUpload:
        """One upload.

        Raises:
            NotFound: there is no upload with this id.
        """
        found = None
        if is_id(upload_id):
            found = read_record(StoredUpload, self.folder / upload_id / _RECORD)
        if found is None:
            raise NotFound(statement("upload_unknown"))
        return found

    def save(self, stored: StoredUpload) -> None:
        """Replace the record of an upload, unless it has been deleted in the meantime."""
        folder = self.folder / stored.id
        if folder.is_dir():
            self._save_mapping(stored.mapping, folder / _MAPPING)
            write_record(stored, folder / _RECORD)

    def delete(self, upload_id: str) -> None:
        """Remove an upload; the list never shows it partly removed."""
        gone = self.folder / f"{_INCOMING}{upload_id}-deleted"
        (self.folder / upload_id).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def file(self, stored: StoredUpload) -> Path:
        """Its file, with the name it was uploaded with (only the end of a very long one)."""
        return self.folder / stored.id / _FILES / name_on_disk(stored.name)

    def mapping(self, stored: StoredUpload) -> Path | None:
        """Its mapping file, if it has one."""
        return None if stored.mapping is None else self.folder / stored.id / _MAPPING

    def _save_mapping(self, mapping: ColumnMapping | None, path: Path) -> None:
        if mapping is None:
            path.unlink(missing_ok=True)
            return
        content = mapping.model_dump(exclude_defaults=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def safe_name(name: str) -> str:
    """The file's name without folders, with unsafe characters replaced.

    Raises:
        InvalidInput: the result is empty.
    """
    last = re.split(r"[\\/]", name)[-1]
    safe = _UNSAFE.sub("_", last).strip(" .")
    if not safe.strip("_"):
        raise InvalidInput(statement("upload_unnamed"), note="Give it in the query, as `name`.")
    return safe


def name_on_disk(name: str) -> str:
    """A safe name shortened for the file system; keeps the end, which has the suffix."""
    return name.encode()[-_MOST_NAME_BYTES:].decode(errors="ignore").lstrip(" .")


def named_as(name: str, form: Format) -> str:
    """The name with a suffix that matches the file's content."""
    return name if name.lower().endswith(_SUFFIXES[form]) else f"{name}.{form}"
