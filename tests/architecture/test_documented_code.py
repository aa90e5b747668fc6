"""Modules and files that documents name in backticks exist."""

import re
from pathlib import Path

import pytest
from support.sources import ROOT, packages, sources

PACKAGES = {package.name: package for package in packages()} | {
    "support": ROOT / "tests" / "support"
}
DOTTED = re.compile(r"`([a-z_]+(?:\.\w+)+)")
# With a folder: a bare file name may be an example or a file of a snapshot.
FILE = re.compile(r"(?<![\w./-])([\w.-]+(?:/[\w.-]+)+\.(?:py|tsx?|css|json|md|toml))(?![\w/])")
SPANS = re.compile(r"`[^`\n]+`")
# Folders that paths in the documents may be relative to, besides the repository.
BASES = (ROOT, ROOT / "dashboard", ROOT / "dashboard" / "src", ROOT / "shared")
# Files that readers create, or that exist only at run time.
NOT_THERE_YET = {"inventory-svc/tests/test_departments.py"}


def module_exists(dotted: str) -> bool:
    """Whether `fleet.errors` or `fleet.errors.NotFound` exists; True for modules of others."""
    package, *rest = dotted.split(".")
    if package not in PACKAGES or (len(rest) == 1 and rest[0] in {"py", "json", "parquet"}):
        return True
    at = PACKAGES[package] / rest[0]
    return at.is_dir() or at.with_suffix(".py").is_file()


def file_exists(path: str) -> bool:
    """Whether a path exists, relative to the repository, a package or a feature's folder."""
    bases = (*BASES, *(package.parent for package in PACKAGES.values()), *PACKAGES.values())
    return path in NOT_THERE_YET or any((base / path).is_file() for base in bases)


def missing_code(text: str) -> list[str]:
    """Modules and files named in a document that don't exist."""
    modules = [name for name in DOTTED.findall(text) if not module_exists(name)]
    files = [path for span in SPANS.findall(text) for path in FILE.findall(span)]
    return modules + [path for path in files if not file_exists(path)]


@pytest.mark.parametrize("document", sources(".md"), ids=lambda path: path.name)
def test_named_code_exists(document: Path) -> None:
    """Every module and every code file that a document names exists."""
    assert missing_code(document.read_text(encoding="utf-8")) == []


def test_missing_code_is_detected() -> None:
    """A renamed module or file is detected."""
    text = "`fleet.errors.NotFound`, `fleet.no_such`, `tests/support/shell.py`, `bench/no_such.py`"
    assert missing_code(text) == ["fleet.no_such", "bench/no_such.py"]
