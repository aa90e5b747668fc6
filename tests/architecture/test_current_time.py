"""Only `fleet.clock` reads the current time."""

import ast
from collections.abc import Iterator

import pytest
from support.sources import ROOT, packages

CLOCK = ROOT / "shared/fleet/clock.py"
CLASSES = {"datetime", "datetime.datetime", "date", "datetime.date"}


def clock_readings(tree: ast.AST) -> Iterator[str]:
    """Where `datetime.now` or a similar function is named, called or not."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="now" | "utcnow" | "today", value=value):
                if ast.unparse(value) in CLASSES:
                    yield f"{node.lineno} {ast.unparse(node)}"
            case _:
                pass


def test_only_fleet_clock_reads_the_time() -> None:
    """Every module gets the current time from `fleet.clock`, in UTC and in one format."""
    modules = {path for package in packages() for path in package.rglob("*.py")}
    assert CLOCK in modules
    found = [
        f"{path.relative_to(ROOT)}:{where}"
        for path in sorted(modules - {CLOCK})
        for where in clock_readings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("at = datetime.now(UTC)", 1),
        ("at: datetime = Field(default_factory=datetime.datetime.utcnow)", 1),
        ("day = date.today()", 1),
        ("at = datetime.fromisoformat(text)", 0),
    ],
)
def test_clock_reading_is_detected(source: str, times: int) -> None:
    """The search used above detects these readings and nothing else."""
    assert len(list(clock_readings(ast.parse(source)))) == times
