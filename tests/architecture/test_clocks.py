"""Tests of `make test` wait for what they need and claim nothing about this machine's speed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sources import ROOT, sources

CLOCKS = {"monotonic", "perf_counter", "time", "process_time"}
AMPLE_SECONDS = 20
# Each with its reason.
ALLOWED = {
    "tests/support/waiting.py": "the one place that waits for a condition",
    "tests/support/gemini_server.py": "a model that is late or sends drop by drop is what it plays",
    "tests/support/fake_services.py": "a service that is late is what it plays",
    "tests/serverless/ask.py": "a program that a long test starts",
}


def is_test_code(path: Path) -> bool:
    """Whether the file belongs to a suite."""
    return "tests" in path.relative_to(ROOT).parts


def is_long(node: ast.AST) -> bool:
    """Whether this is, or holds at its top, the marker `long`."""
    return any(isinstance(part, ast.Attribute) and part.attr == "long" for part in ast.walk(node))


def timed(tree: ast.Module) -> Iterator[str]:
    """Sleeps, clocks and tight limits, but in tests that are marked long."""
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign) and marks_file(node)]
    tests = [node for node in tree.body if getattr(node, "name", "").startswith("test_")]
    if any(map(is_long, marks)) or (tests and all(map(is_marked_long, tests))):
        return
    for node in tree.body:
        if is_marked_long(node):
            continue
        for part in ast.walk(node):
            if isinstance(part, ast.Call) and is_timed(part):
                yield f"{part.lineno} {ast.unparse(part)}"


def is_marked_long(node: ast.stmt) -> bool:
    """Whether a decorator of this function or class marks it long."""
    return any(map(is_long, getattr(node, "decorator_list", [])))


def marks_file(node: ast.Assign) -> bool:
    """Whether this is `pytestmark = …`."""
    return any(isinstance(name, ast.Name) and name.id == "pytestmark" for name in node.targets)


def is_timed(call: ast.Call) -> bool:
    """A sleep that is not `sleep(0)`, which only lets others run, a clock, or a tight limit."""
    match call.func:
        case ast.Attribute(attr="timeout" as name) | ast.Name(id="until" | "wait_until" as name):
            limits = call.args[:1] if name == "timeout" else call.args[1:2]
            return any(map(is_tight, limits))
        case ast.Attribute(value=ast.Name(id="asyncio" | "time"), attr="sleep"):
            return not (isinstance(call.args[0], ast.Constant) and call.args[0].value == 0)
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name in CLOCKS
        case _:
            return False


def is_tight(limit: ast.expr) -> bool:
    """Whether a busy machine may take longer than this number of seconds."""
    match limit:
        case ast.Constant(value=int() | float() as seconds):
            return seconds < AMPLE_SECONDS
        case _:
            return False


def test_no_test_sleeps_or_reads_a_clock() -> None:
    """What measures time is marked long; all else waits for an event or a condition."""
    found = [
        f"{name}:{where}"
        for path in sources(".py")
        if is_test_code(path) and (name := path.relative_to(ROOT).as_posix()) not in ALLOWED
        for where in timed(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_what_is_allowed_is_there() -> None:
    """No exception outlives its file."""
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
def test_a_sleep_is_found(source: str, times: int) -> None:
    """What the test above looks for is seen, and only that."""
    assert len(list(timed(ast.parse(source)))) == times
