"""No skip goes unnoticed if everything is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_runs() -> None:
    pass

def test_needs_an_engine() -> None:
    pytest.skip("no container engine: there is none")

@pytest.mark.skip(reason="too tired")
def test_is_tired() -> None:
    pass
"""


def outcome(folder: Path, **environment: str) -> tuple[int, str]:
    """Exit code and last line of pytest over `TESTS` with the project's conftest."""
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / "test_it.py").write_text(TESTS)
    (folder / "pytest.ini").write_text(
        f"[pytest]\nasyncio_default_fixture_loop_scope = function\npythonpath = {ROOT / 'tests'}\n"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env=os.environ | {"FAIL_ON_SKIP": "", "NOT_INSTALLED": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "code", "summary"),
    [
        ({}, 0, "1 passed, 2 skipped"),
        ({"FAIL_ON_SKIP": "1"}, 1, "1 failed, 1 passed, 1 error"),
        (
            {"FAIL_ON_SKIP": "1", "NOT_INSTALLED": "container engine"},
            1,
            "1 passed, 1 skipped, 1 error",
        ),
    ],
)
def test_skip_fails_unless_a_package_is_missing(
    environment: dict[str, str], code: int, summary: str, tmp_path: Path
) -> None:
    """With FAIL_ON_SKIP a skip is only accepted if its reason names something not installed."""
    found, last = outcome(tmp_path, **environment)
    assert found == code
    assert last.startswith(summary)
