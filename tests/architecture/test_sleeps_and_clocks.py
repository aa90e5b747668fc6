"""Tests of `make test` wait for conditions and don't depend on the speed of the machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sources import ROOT, sources

CLOCKS = {"monotonic", "perf_counter", "time", "process_time"}
AMPLE_SECONDS = 20
# Exceptions, each with its reason.
ALLOWED = {
    "tests/support/waiting.py": "the one place that waits for a condition",
    "tests/serverless/ask.py": "a program that a long test starts",
}


def is_test_code(path: Path) -> bool:
    """Whether the file is part of a test suite."""
    return "tests" in path.relative_to(ROOT).parts


def is_long(node: ast.AST) -> bool:
    """Whether this is the marker `long`, or contains it at its top level."""
    return any(isinstance(part, ast.Attribute) and part.attr == "long" for part in ast.walk(node))


def timing_calls(tree: ast.Module) -> Iterator[str]:
    """Sleeps, clocks and tight time limits outside tests marked long."""
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign) and marks_file(node)]
    tests = [node for node in tree.body if getattr(node, "name", "").startswith("test_")]
    if any(map(is_long, marks)) or (tests and all(map(is_marked_long, tests))):
        return
    for node in tree.body:
        if is_marked_long(node):
            continue
        for part in ast.walk(node):
            if isinstance(part, ast.Call) and is_timing_call(part):
                yield f"{part.lineno} {ast.unparse(part)}"


def is_marked_long(node: ast.stmt) -> bool:
    """Whether a decorator of this function or class marks it long."""
    return any(map(is_long, getattr(node, "decorator_list", [])))


def marks_file(node: ast.Assign) -> bool:
    """Whether this is `pytestmark = …`."""
    return any(isinstance(name, ast.Name) and name.id == "pytestmark" for name in node.targets)


def is_timing_call(call: ast.Call) -> bool:
    """A clock, a tight limit, or a sleep other than `sleep(0)`, which only yields to others."""
    match call.func:
        case ast.Attribute(attr="timeout" as name) | ast.Name(id="until" | "wait_until" as name):
            limits = call.args[:1] if name == "timeout" else call.args[1:2]
            return any(map(is_tight_limit, limits))
        case ast.Attribute(value=ast.Name(id="asyncio" | "time"), attr="sleep"):
            return not (isinstance(call.args[0], ast.Constant) and call.args[0].value == 0)
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name in CLOCKS
        case _:
            return False


def is_tight_limit(limit: ast.expr) -> bool:
    """Whether a busy machine may take longer than this many seconds."""
    match limit:
        case ast.Constant(value=int() | float() as seconds):
            return seconds < AMPLE_SECONDS
        case _:
            return False


def test_no_test_sleeps_or_reads_a_clock() -> None:
    """Tests that measure time are marked long; all others wait for an event or a condition."""
    found = [
        f"{name}:{where}"
        for path in sources(".py")
        if is_test_code(path) and (name := path.relative_to(ROOT).as_posix()) not in ALLOWED
        for where in timing_calls(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_exceptions_exist() -> None:
    """Every exception names an existing file."""
    assert [name for name in ALLOWED if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("def test_it():\n    time.sleep(1)", 1),
        ("async def test_it():\n    await asyncio.sleep(0)", 0),
        ("@pytest.mark.long\ndef test_it():\n    assert time.monotonic() < 1", 0),
        ("async def test_it():\n    async with asyncio.timeout(4):\n        await it()", 1),
        ("def test_it():\n    wait_until(done, 5)", 1),
        ("def test_it():\n    wait_until(done, PATIENCE_SECONDS)", 0),
        ("pytestmark = pytest.mark.long\ndef test_it():\n    time.sleep(1)", 0),
    ],
)
def test_timing_calls_are_detected(source: str, times: int) -> None:
    """The search used above detects these calls and nothing else."""
    assert len(list(timing_calls(ast.parse(source)))) == times
