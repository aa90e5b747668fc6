"""Modules and files that documents name between backticks are there."""

import re
from pathlib import Path

import pytest
from support.sources import ROOT, packages, sources

PACKAGES = {package.name: package for package in packages()} | {
    "support": ROOT / "tests" / "support"
}
DOTTED = re.compile(r"`([a-z_]+(?:\.\w+)+)")
# With a folder, since a file's name alone may be an example or that of a snapshot's file.
FILE = re.compile(r"(?<![\w./-])([\w.-]+(?:/[\w.-]+)+\.(?:py|tsx?|css|json|md|toml))(?![\w/])")
SPANS = re.compile(r"`[^`\n]+`")
# Folders that paths in the documents may start from, besides the repository's own.
BASES = (ROOT, ROOT / "dashboard", ROOT / "dashboard" / "src", ROOT / "shared")
# What readers are about to write, and what a person or the product makes while it runs.
NOT_THERE_YET = {"inventory-svc/tests/test_departments.py"}


def is_module(dotted: str) -> bool:
    """Whether `fleet.errors` or `fleet.errors.NotFound` is there; True for what is not ours."""
    package, *rest = dotted.split(".")
    if package not in PACKAGES or (len(rest) == 1 and rest[0] in {"py", "json", "parquet"}):
        return True
    at = PACKAGES[package] / rest[0]
    return at.is_dir() or at.with_suffix(".py").is_file()


def is_file(path: str) -> bool:
    """Whether a path is one of ours, from the repository, a package or a feature's own folder."""
    bases = (*BASES, *(package.parent for package in PACKAGES.values()), *PACKAGES.values())
    return path in NOT_THERE_YET or any((base / path).is_file() for base in bases)


def missing(text: str) -> list[str]:
    """Modules and files named in a document that are not there."""
    modules = [name for name in DOTTED.findall(text) if not is_module(name)]
    files = [path for span in SPANS.findall(text) for path in FILE.findall(span)]
    return modules + [path for path in files if not is_file(path)]


@pytest.mark.parametrize("document", sources(".md"), ids=lambda path: path.name)
def test_named_code_is_there(document: Path) -> None:
    """Every module and every file of code that a document names exists."""
    assert missing(document.read_text(encoding="utf-8")) == []


def test_missing_code_is_found() -> None:
    """A module or a file that was renamed is seen."""
    text = "`fleet.errors.NotFound`, `fleet.no_such`, `tests/support/shell.py`, `bench/no_such.py`"
    assert missing(text) == ["fleet.no_such", "bench/no_such.py"]
