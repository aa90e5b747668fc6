"""Imports have no cycles: neither between features, nor between the page's folders and files."""

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


def python_import_graph(package: Path) -> Graph:
    """Imports between a package's folders; modules in its root may import from all."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        folder = path.parent.relative_to(package).as_posix()
        for module in imported_modules(path):
            target = folder_of(package, module)
            if folder != "." and target not in {None, ".", folder}:
                found[folder].add(str(target))
    return found


def imported_modules(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def folder_of(package: Path, module: str) -> str | None:
    """The folder in the package that has the module; None if it is another package's."""
    first, *rest = module.split(".")
    if first != package.name:
        return None
    folder = package
    for part in rest:
        if not (folder / part).is_dir():
            break
        folder /= part
    return folder.relative_to(package).as_posix()


def page_import_graph() -> Graph:
    """The same for the page: `pages/today`, `charts` and so on."""
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


def page_file_graph() -> Graph:
    """The same between the page's files, types included."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources(".ts", ".tsx"):
        if path.is_relative_to(PAGE):
            for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
                target = posixpath.normpath(path.parent / name)
                found[path.with_suffix("").as_posix()].add(target)
    return found


def find_cycle(graph: Graph) -> list[str]:
    """The folders or files of one cycle, empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
def test_package_has_no_import_cycle(package: Path) -> None:
    """No two folders import each other, directly or through others."""
    assert find_cycle(python_import_graph(package)) == []


def test_page_has_no_import_cycle() -> None:
    """The same for the page."""
    assert find_cycle(page_import_graph()) == []


def test_page_files_have_no_import_cycle() -> None:
    """No two files of the page import each other, not even for a type."""
    graph = page_file_graph()
    assert any(targets & graph.keys() for targets in graph.values())
    assert find_cycle(graph) == []


def test_cycle_is_detected(tmp_path: Path) -> None:
    """The search used above detects a cycle."""
    for folder, other in (("one", "two"), ("two", "one")):
        (tmp_path / "shop" / folder).mkdir(parents=True)
        (tmp_path / "shop" / folder / "service.py").write_text(
            f"from shop.{other} import service\n"
        )
    assert set(find_cycle(python_import_graph(tmp_path / "shop"))) == {"one", "two"}
