"""Names that services share are defined in `contract`: files, segments, objectives, statuses."""

import ast
import re
from collections.abc import Iterator

import pytest
from support.sources import ROOT, packages

from contract import ledgers, snapshot_files
from contract.inventory_statuses import INVENTORY_STATUSES
from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS

CONTRACT = ROOT / "shared/contract"
FILES = {name for key, name in vars(snapshot_files).items() if key.endswith("_FILE")} | {
    ledgers.SALES_FILE,
    *ledgers.PRODUCTS_FILES,
}
LABELS = {*SEGMENTS, *OBJECTIVES, *INVENTORY_STATUSES}
FILE = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(FILES)))})(?!\w)")
HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstring_ids(tree: ast.AST) -> set[int]:
    """The ids of docstrings, and of the strings that document a name."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, HAS_DOCSTRING)]
    return {
        id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)
    }  # fmt: skip


def shared_names_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of every string that is a label or a file name."""
    tree = ast.parse(source)
    explained = docstring_ids(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = {node.value} & LABELS
            names |= set() if id(node) in explained else set(FILE.findall(node.value))
            yield from ((node.lineno, name) for name in names)


def test_shared_names_are_defined_once() -> None:
    """Services import the names from the contract."""
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for package in packages()
        for path in sorted(package.rglob("*.py"))
        if CONTRACT not in path.parents
        for line, name in shared_names_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('path = folder / "products.json"', ["products.json"]),
        ('error = f"{code}: products.json is empty."', ["products.json"]),
        ('SAMPLE = {"segment": "VIP Customers"}', ["VIP Customers"]),
        ('Status = Literal["HEALTHY", "odd"]', ["HEALTHY"]),
        ('"""Reads `products.json`."""', []),
        ('help = "VIP Customers come first", "my-products.json"', []),
    ],
)
def test_repeated_name_is_detected(source: str, found: list[str]) -> None:
    """The search used above detects these names and nothing else."""
    assert [name for _, name in shared_names_in(source)] == found
