"""The project's own source files, for tests that read them."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = {"dashboard/src/api/schema.d.ts"}
# Besides hidden folders: installed, built and generated files are not ours.
_NOT_OURS = {"node_modules", "built", "var", "__pycache__"}


def sources(*suffixes: str) -> list[Path]:
    """Every hand-written file with these suffixes, in order."""
    return [path for path in _files() if path.suffix in suffixes]


def packages() -> list[Path]:
    """The folders of the packages, such as `gateway/gateway` and `shared/fleet`."""
    return sorted(
        path.parent
        for path in ROOT.glob("*/*/__init__.py")
        if re.fullmatch(r"[a-z_]+", path.parent.name) and path.parts[-3] != "tests"
    )


@cache
def _files() -> list[Path]:
    return sorted(_walk())


def _walk() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        # Removed folders are not walked.
        folders[:] = [name for name in folders if name[0] != "." and name not in _NOT_OURS]
        for name in names:
            path = Path(folder, name)
            if path.relative_to(ROOT).as_posix() not in GENERATED:
                yield path
