"""The built dashboard: every file is read and compressed once, and served from memory."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fleet.prepared import PreparedBody

# `make install` builds dashboard/ into this folder, which is not committed.
BUILT = Path(__file__).parent / "built"
INDEX = "index.html"
# Vite names files in this folder after their content, so they never change.
HASHED = "assets/"
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/json"}


@dataclass(frozen=True)
class Pages:
    """Files by their path below `/app/`; empty if the dashboard was not built."""

    files: Mapping[str, PreparedBody]

    @property
    def built(self) -> bool:
        """Whether the dashboard was built."""
        return INDEX in self.files


def read_pages(folder: Path = BUILT) -> Pages:
    """All files of `folder`, about a megabyte."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return Pages({path.relative_to(folder).as_posix(): _prepared(path) for path in found})


def _prepared(path: Path) -> PreparedBody:
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    media_type = guessed or "application/octet-stream"
    return PreparedBody.of_bytes(path.read_bytes(), media_type)
