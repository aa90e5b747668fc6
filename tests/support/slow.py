"""A pytest plugin: a test that fits models or starts processes is marked `slow` automatically.

It is detected by the names it uses, in itself, its fixtures, the functions next to it and those of
`support`, so no one has to keep a list. A test that takes seconds for another reason, such as
reading the whole sample, carries the mark itself.
"""

import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import cast

import pytest

STARTS_OR_FITS = {
    "Running",
    "MongoServer",
    "smartretail",
    "subprocess",
    "forecast_week",
    "refresh_demand",
    "refresh_plan",
    "refresh_segments",
    "backtest",
    # A whole refresh, in this process or by the service, whose every preview is a process too.
    "refreshed",
    "worker_settings",
    "read_model_files",
    "fit_centroids",
    "fit_logistic",
    "load_services",
    # The client of a language model takes seconds to load; the last ones are exhaustive.
    "GeminiServer",
    "gemini_server",
    "sample_names",
    "sample_ledger",
    "best_by_trying",
}


SAMPLE = "sample_state"
"""The fixture that takes longest; the first test process that needs it builds it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow tests before `-m` selects; files with many of them come first."""
    slow = Counter[Path]()
    for item in items:
        if isinstance(item, pytest.Function) and is_slow(item):
            item.add_marker("slow")
            slow[item.path] += 1
    order = _file_order(items, slow)
    items.sort(key=lambda item: order[item.path])


def _file_order(items: list[pytest.Item], slow: Counter[Path]) -> dict[Path, int]:
    """The place of each file: one that builds the sample, slow ones, those that wait for it, rest.

    Several files that need the sample at once would wait for each other.
    """
    short = [item for item in items if item.get_closest_marker("long") is None]
    waits = {item.path for item in short if SAMPLE in getattr(item, "fixturenames", ())}
    files = sorted(dict.fromkeys(item.path for item in items), key=lambda path: -slow[path])
    builder = next((path for path in files if path in waits), None)

    def group(path: Path) -> int:
        if path == builder:
            return 0
        return 2 if path in waits else 1 if slow[path] else 3

    return {path: at for at, path in enumerate(sorted(files, key=group))}


def is_slow(item: pytest.Function) -> bool:
    """Whether the test or one of its fixtures fits a model or starts a process."""
    # The kind of store is a parameter, whose fixture is only requested while the test runs.
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return any(isinstance(one, str) and one == "mongodb" for one in parameters) or any(
        name in STARTS_OR_FITS for function in _functions(item) for name in _names(function, set())
    )


def _functions(item: pytest.Function) -> Iterator[FunctionType]:
    yield cast("FunctionType", item.function)  # pyright: ignore[reportUnknownMemberType] - any callable
    for fixtures in item._fixtureinfo.name2fixturedefs.values():  # pyright: ignore[reportPrivateUsage] - nothing public says which fixtures a test needs
        yield from (fixture.func for fixture in fixtures if isinstance(fixture.func, FunctionType))


def _names(function: FunctionType, seen: set[FunctionType]) -> Iterator[str]:
    """Names that a function uses, directly or through functions of the tests."""
    if function in seen:
        return
    seen.add(function)
    for name in _names_in(function.__code__):
        yield name
        other = inspect.unwrap(function.__globals__.get(name, _names))
        if isinstance(other, FunctionType) and _of_the_tests(other, function.__module__):
            yield from _names(other, seen)


def _of_the_tests(function: FunctionType, module: str) -> bool:
    return function.__module__ == module or function.__module__.startswith("support.")


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names_in(inner)
