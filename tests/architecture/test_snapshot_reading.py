"""The content of snapshots is reached through the methods of `Snapshot`, which verify it."""

import ast
from collections.abc import Iterator

import pytest
from support.sources import ROOT, packages

READER = ROOT / "shared/fleet/snapshots"
# Exceptions, each with its reason.
ALLOWED = {
    "smartretail/smartretail/jobs/sample.py": "looks whether a state exists, and reads nothing",
}
STATE = {"state", "state_folder", "_state"}
SIBLINGS = {"parent", "parents", "with_name", "joinpath"}


def unverified_paths(tree: ast.AST) -> Iterator[str]:
    """Paths into a state folder, or to the neighbours of a verified file."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                if name_of(left) in STATE or "snapshots" in {text_of(left), text_of(right)}:
                    yield ast.unparse(node)
            case ast.Attribute(value=value, attr="_folder") if name_of(value) != "self":
                yield ast.unparse(node)
            case ast.Attribute(value=value, attr=attr) if attr in SIBLINGS:
                if name_of(value) in {*STATE, "verified_path"}:
                    yield ast.unparse(node)
            case ast.ImportFrom(module="fleet.snapshots.layout", names=names):
                yield from (name.name for name in names if name.name == "SNAPSHOTS")
            case _:
                pass


def name_of(node: ast.AST) -> str | None:
    """The last name of `state`, `settings.state_folder` or `snapshot.verified_path(…)`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return name_of(function)
        case _:
            return None


def text_of(node: ast.AST) -> object:
    """The value of a constant."""
    return node.value if isinstance(node, ast.Constant) else None


def test_snapshots_are_read_by_their_methods_only() -> None:
    """Outside fleet.snapshots no code builds a path into a state folder."""
    found = [
        f"{name}: {path_found}"
        for package in packages()
        for path in sorted(package.rglob("*.py"))
        if READER not in path.parents and (name := path.relative_to(ROOT).as_posix()) not in ALLOWED
        for path_found in unverified_paths(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_exceptions_exist() -> None:
    """Every exception is a file that needs one."""
    for name in ALLOWED:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        assert list(unverified_paths(tree)), name


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("pl.read_csv(settings.state_folder / 'snapshots' / found)", 1),
        ("(state / PLAN_FILE).read_bytes()", 1),
        ("folder / 'snapshots'", 1),
        ("snapshot._folder / PLAN_FILE", 1),
        ("snapshot.verified_path(PLAN_FILE).parent / LEDGER_FILE", 1),
        ("snapshot.verified_path(PLAN_FILE).with_name(LEDGER_FILE)", 1),
        ("settings.state_folder.joinpath('CURRENT')", 1),
        ("from fleet.snapshots.layout import SNAPSHOTS", 1),
        ("pl.read_csv(snapshot.verified_path(PLAN_FILE))", 0),
        ("staging / PLAN_FILE, self._folder / 'x.json'", 0),
    ],
)
def test_unverified_path_is_detected(source: str, times: int) -> None:
    """The search used above detects these paths and nothing else."""
    assert len(list(unverified_paths(ast.parse(source)))) == times
