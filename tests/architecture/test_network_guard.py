"""No test reaches the network, neither directly nor through a process it starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# TEST-NET-1 (RFC 5737): an address that is never in use.
CONNECTS = """
import contextlib, socket

with contextlib.suppress(OSError):
    socket.create_connection(("192.0.2.1", 80), timeout=0.01)
"""
LOOKS_UP = """
import contextlib, socket

with contextlib.suppress(OSError):
    socket.getaddrinfo("example.invalid", 80)
"""
STAYS = """
import socket

with socket.socket() as server:
    server.bind(("127.0.0.1", 0))
    server.listen()
    socket.create_connection(("localhost", server.getsockname()[1])).close()
"""


TESTS = """
import subprocess, sys
import pytest

BODIES = {bodies!r}

@pytest.mark.parametrize("name", BODIES)
def test_by_itself(name):
    exec(BODIES[name])

@pytest.mark.parametrize("name", BODIES)
def test_by_a_process(name):
    subprocess.run([sys.executable, "-c", BODIES[name]], check=True)
"""


def test_network_use_fails_the_test(tmp_path: Path) -> None:
    """A connection or a look-up fails it, even if the error is swallowed; loopback is allowed."""
    bodies = {"connects": CONNECTS, "looks_up": LOOKS_UP, "stays": STAYS}
    (tmp_path / "test_it.py").write_text(TESTS.format(bodies=bodies))
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["support.network"]\n')
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT / 'tests'}\n")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    refused = set(
        re.findall(r"^ERROR \S+::(\S+) - Failed: the network was used", ended.stdout, re.MULTILINE)
    )
    tests = ("test_by_itself", "test_by_a_process")
    assert refused == {f"{test}[{name}]" for test in tests for name in ("connects", "looks_up")}
    assert "6 passed, 4 errors" in ended.stdout
