"""What holds for every test of the project."""

import os
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog

pytest_plugins = ["support.network", "support.routes", "support.slow", "support.mongo_server"]
FAIL_ON_SKIP = os.environ.get("FAIL_ON_SKIP") == "1"
# What could not be installed, comma separated, as skip reasons name it: those skips are honest.
MISSING = tuple(part for part in os.environ.get("NOT_INSTALLED", "").split(",") if part)


def pytest_configure() -> None:
    """Plain lines in logs: structlog's default draws every local variable, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ]
    )


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Before a file that draws examples is imported: it makes no claim about this machine's speed.

    Only then, because importing hypothesis takes longer than many a file's tests.
    """
    if b"from hypothesis import" in module_path.read_bytes():
        _load_hypothesis_profile()


@cache
def _load_hypothesis_profile() -> None:
    from hypothesis import HealthCheck, settings  # noqa: PLC0415 - only where a test needs it

    settings.register_profile(
        "project",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=int(os.environ.get("EXAMPLES", "100")),
    )
    settings.load_profile("project")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything was installed, a test that skips has failed."""
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file."""
    return _without_skip((yield))


def _without_skip(report: Any) -> Any:
    if not FAIL_ON_SKIP or report.outcome != "skipped":
        return report
    reason = _reason(report.longrepr)
    if any(part in reason for part in MISSING):
        return report
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped although everything was installed: {reason}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - (path, line, reason)
