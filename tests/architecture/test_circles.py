"""Folders depend on each other one way: sibling features are acyclic, and so is the page."""

import ast
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from support.sources import ROOT, packages, sources

PAGE = ROOT / "dashboard/src"
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
Graph = Mapping[str, set[str]]


def python_folders(package: Path) -> Graph:
    """Which folder of the package imports from which other; modules in its root wire them."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        folder = path.parent.relative_to(package).as_posix()
        for module in imported(path):
            target = folder_of(package, module)
            if folder != "." and target not in {None, ".", folder}:
                found[folder].add(str(target))
    return found


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def folder_of(package: Path, module: str) -> str | None:
    """The folder within the package that a dotted name lies in; None for another package's."""
    first, *rest = module.split(".")
    if first != package.name:
        return None
    folder = package
    for part in rest:
        if not (folder / part).is_dir():
            break
        folder /= part
    return folder.relative_to(package).as_posix()


def page_folders() -> Graph:
    """The same of the page: `pages/today`, `charts` and so on."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources(".ts", ".tsx"):
        if not path.is_relative_to(PAGE):
            continue
        folder = path.parent.relative_to(PAGE).as_posix()
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            target = posixpath.dirname(posixpath.normpath(posixpath.join(folder, name)))
            if folder != "." and target not in {"", ".", folder}:
                found[folder].add(target)
    return found


def circle(graph: Graph) -> list[str]:
    """The folders of one circle, empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
def test_folders_of_a_package_are_acyclic(package: Path) -> None:
    """No two folders need each other, directly or through others."""
    assert circle(python_folders(package)) == []


def test_folders_of_the_page_are_acyclic() -> None:
    """The page keeps the same rule."""
    assert circle(page_folders()) == []


def test_a_circle_is_found(tmp_path: Path) -> None:
    """What the tests above look for is seen."""
    for folder, other in (("one", "two"), ("two", "one")):
        (tmp_path / "shop" / folder).mkdir(parents=True)
        (tmp_path / "shop" / folder / "service.py").write_text(
            f"from shop.{other} import service\n"
        )
    assert set(circle(python_folders(tmp_path / "shop"))) == {"one", "two"}
