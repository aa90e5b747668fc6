"""The project's own source files, for the tests that read them."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = {"dashboard/src/api/schema.d.ts"}
# Hidden folders besides: what is installed, built or written by a run is not ours.
_NOT_OURS = {"node_modules", "built", "var", "__pycache__"}


def sources(*suffixes: str) -> list[Path]:
    """Every file of these suffixes that someone wrote by hand, in order."""
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
        # What is left out here is not walked into.
        folders[:] = [name for name in folders if name[0] != "." and name not in _NOT_OURS]
        for name in names:
            path = Path(folder, name)
            if path.relative_to(ROOT).as_posix() not in GENERATED:
                yield path
