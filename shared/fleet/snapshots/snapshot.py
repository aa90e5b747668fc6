"""One snapshot's files, each verified against the manifest before it is read."""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from fleet.errors import SnapshotUnavailable
from fleet.snapshots.manifest import RUN_TO_REPLACE, Manifest, sha256_of
from fleet.statements import statement

Fingerprint = tuple[int, int, int]
"""Size, modification time and inode, which differ after a file was replaced."""


@dataclass(frozen=True)
class Snapshot:
    """One consistent set of files. Its methods only return verified content.

    A flat folder has no manifest, so its files are not verified.

    Attributes:
        id: The id that responses have in `X-Snapshot`.
        manifest: Size and digest of every file at publication; None for a flat folder.
    """

    id: str
    _folder: Path
    manifest: Manifest | None
    _verified: dict[str, Fingerprint] = field(
        default_factory=dict[str, Fingerprint], init=False, repr=False, compare=False
    )
    _lock: threading.Lock = field(
        default_factory=threading.Lock, init=False, repr=False, compare=False
    )

    def has(self, name: str) -> bool:
        """Whether the file exists or is listed in the manifest."""
        listed = self.manifest is not None and name in self.manifest.files
        return listed or (self._folder / name).is_file()

    def read_bytes(self, name: str) -> bytes:
        """The whole content of a small file.

        Raises:
            SnapshotUnavailable: the file is missing or differs from the manifest.
        """
        try:
            content = (self._folder / name).read_bytes()
        except OSError as error:
            self._refuse_missing(name, error)
        if self.manifest is not None:
            self._require_listed(name, hashlib.sha256(content).hexdigest())
        return content

    def verified_path(self, name: str) -> Path:
        """The path of a file, for table readers; call this before every read.

        The first call reads the whole file, so call it in a thread; later calls only check whether
        the file has changed since it was verified.

        Raises:
            SnapshotUnavailable: the file is missing or differs from the manifest.
        """
        path = self._folder / name
        try:
            if self.manifest is not None:
                self._verify(path)
            elif not path.is_file():
                raise FileNotFoundError
        except OSError as error:
            self._refuse_missing(name, error)
        return path

    def _verify(self, path: Path) -> None:
        with self._lock:
            found = _fingerprint(path)
            if self._verified.get(path.name) != found:
                self._require_listed(path.name, sha256_of(path))
                self._verified[path.name] = found

    def _require_listed(self, name: str, sha256: str) -> None:
        listed = self.manifest.files.get(name) if self.manifest else None
        if listed is None or listed.sha256 != sha256:
            raise SnapshotUnavailable(
                statement("file_changed", file=name, snapshot=self.id),
                note=f"It is not the file that the manifest describes. {RUN_TO_REPLACE}",
            )

    def _refuse_missing(self, name: str, error: OSError) -> NoReturn:
        raise SnapshotUnavailable(
            statement("file_missing", file=name, snapshot=self.id),
            note="Run `smartretail refresh`.",
        ) from error


def _fingerprint(path: Path) -> Fingerprint:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, facts.st_ino
