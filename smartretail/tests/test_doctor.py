"""`smartretail doctor` checks the installation and reports by exit code."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support import free_port, smartretail
from support.states import write_flat_state, write_snapshot

KEY = "key-that-nobody-may-see"
FILES = {"products.json": {"1": "Mug"}, "predicted_7d_demand.csv": [{"StockCode": "1"}]}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state with one valid snapshot."""
    write_snapshot(tmp_path / "state", FILES)
    return tmp_path / "state"


def doctor(state: Path, **environment: str) -> tuple[int, str]:
    """Exit code and output."""
    free = {"PORT": str(free_port())}
    ended = smartretail(
        "doctor", "--state", state, cwd=state.parent, environment=free | environment
    )
    assert "Traceback" not in ended.err
    return ended.code, ended.out + ended.err


@contextmanager
def answering(status: int, body: bytes = b"{}") -> Generator[tuple[int, list[str]]]:
    """A server with a fixed response: its port, and the paths and keys it received."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(f"{self.path} {self.headers['x-goog-api-key']}")
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - as above
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1], requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_healthy_installation_exits_with_0(state: Path) -> None:
    """A valid state, SQLite and a free port give exit code 0."""
    code, output = doctor(state)
    assert code == 0, output
    assert "products.json" in output
    assert "is free" in output


def test_changed_file_fails(state: Path) -> None:
    """A file that differs from the manifest fails, by name."""
    live = state / "snapshots" / (state / "CURRENT").read_text().strip()
    (live / "products.json").write_text(json.dumps({"1": "Jug"}))
    code, output = doctor(state)
    assert code == 1
    assert "products.json in snapshot" in output


def test_missing_state_fails_and_says_what_to_do(tmp_path: Path) -> None:
    """Without a snapshot there is nothing to serve."""
    code, output = doctor(tmp_path / "none")
    assert code == 1
    assert "smartretail refresh" in output


def test_flat_folder_is_checked_file_by_file(tmp_path: Path) -> None:
    """A flat folder fails for each well-known file it lacks."""
    code, output = doctor(write_flat_state(tmp_path / "flat", FILES))
    assert code == 1
    assert "campaign_plan.csv is missing" in output
    assert "not verified (no manifest)" in output


def test_unreachable_database_fails(state: Path) -> None:
    """An unreachable MONGODB_URI fails, without the password being shown."""
    uri = f"mongodb://user:pass-word@127.0.0.1:{free_port()}"
    code, output = doctor(state, MONGODB_URI=uri)
    assert code == 1
    assert "MongoDB" in output
    assert "pass-word" not in output


@pytest.mark.parametrize(("status", "code"), [(200, 0), (400, 1), (403, 1), (500, 0)])
def test_api_key_is_tested_and_never_shown(status: int, code: int, state: Path) -> None:
    """An accepted key passes, a rejected one fails, and other errors are reported as notes."""
    with answering(status) as (port, requests):
        base = f"http://127.0.0.1:{port}"
        found, output = doctor(state, GEMINI_API_KEY=KEY, GOOGLE_GEMINI_BASE_URL=base)
    assert found == code, output
    assert KEY not in output
    assert requests == [f"/v1beta/models?pageSize=1 {KEY}"]


def test_unreachable_endpoint_fails(state: Path) -> None:
    """A key whose endpoint does not answer fails soon, without the key being shown."""
    base = f"http://127.0.0.1:{free_port()}"
    code, output = doctor(state, GOOGLE_API_KEY=KEY, GOOGLE_GEMINI_BASE_URL=base)
    assert code == 1
    assert KEY not in output


@pytest.mark.parametrize(
    ("service", "code", "says"),
    [("gateway", 0, "in use by this gateway"), ("forecast-svc", 1, "forecast-svc")],
)
def test_taken_port_must_be_our_gateway(service: str, code: int, says: str, state: Path) -> None:
    """A port used by our gateway passes; any other program on it fails."""
    health = {"status": "ok", "service": service, "version": "1"}
    with answering(200, json.dumps(health).encode()) as (port, _):
        found, output = doctor(state, PORT=str(port))
    assert found == code, output
    assert says in output


def test_role_lowered_by_keys_is_reported(state: Path, tmp_path: Path) -> None:
    """With ANONYMOUS_ROLE=admin and a key, doctor reports that callers without one are viewers."""
    environment = {"ANONYMOUS_ROLE": "admin", "DOCUMENTS_PATH": str(tmp_path / "keys.sqlite3")}
    _, before = doctor(state, **environment)
    assert "have the role admin" in " ".join(before.split())
    made = smartretail(
        "keys", "create", "--name", "Ada", "--role", "viewer",
        cwd=state.parent, environment=environment,
    )  # fmt: skip
    assert made.code == 0, made.err
    _, after = doctor(state, **environment)
    assert "ANONYMOUS_ROLE_WITH_KEYS" in after
