"""Uploads and refreshes through the gateway of the one process, with real files and real kills."""

import json
import os
import signal
import socket
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from support import Running, free_port, smartretail, wait_until
from support.processes import COMMAND
from support.waiting import PATIENCE_SECONDS

from fleet.snapshots import find_snapshot

MIB = 1024 * 1024
CSRF = "X-CSRF-Token"


def serving(state: Path, folder: Path, **environment: str) -> Running:
    """The one process serving `state`, with everything else in `folder`."""
    port = free_port()
    command = [COMMAND, "run", "--state", state, "--port", str(port)]
    return Running(command, cwd=folder, port=port, environment=environment)


@pytest.fixture
def server(own_state: Path, tmp_path: Path) -> Generator[Running]:
    """The one process over a state that the test may change."""
    with serving(own_state, tmp_path, UPLOAD_MAX_BYTES=str(200 * MIB)) as running:
        yield running


def partial_files(folder: Path) -> list[Path]:
    """Files that are incomplete and not yet removed."""
    return [*folder.rglob(".incoming-*"), *folder.rglob(".staging-*")]


def upload_sales(client: httpx.Client, file: Path, **headers: str) -> str:
    """Upload sales and wait for their preview; returns the id."""
    query = {"kind": "sales", "name": file.name}
    created = client.post("/v1/uploads", params=query, content=file.read_bytes(), headers=headers)
    assert created.status_code == 201, created.text
    address = f"/v1/uploads/{created.json()['id']}"
    wait_until(lambda: client.get(address).json()["status"] == "ready", 60)
    return created.json()["id"]


def read_events(client: httpx.Client, refresh: str) -> list[tuple[str, dict[str, Any]]]:
    """Every event of a refresh, to the end of the stream."""
    found: list[tuple[str, dict[str, Any]]] = []
    name = ""
    with client.stream("GET", f"/v1/refreshes/{refresh}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                found.append((name, json.loads(line[6:])))
    return found


def test_large_upload_is_not_kept_in_memory(server: Running, tmp_path: Path) -> None:
    """150 MiB are written to disk; a file above the limit is rejected while it is sent."""
    process = psutil.Process(server.process.pid)
    query = {"kind": "sales", "name": "large.csv"}

    def lines(mib: int) -> Generator[bytes]:
        for _ in range(mib):
            yield b"not,a,ledger\n" * (MIB // 13)

    server.client.post("/v1/uploads", params=query, content=lines(2))
    before = process.memory_info().rss
    peak = 0

    def measured_lines() -> Generator[bytes]:
        nonlocal peak
        for part in lines(150):
            peak = max(peak, process.memory_info().rss)
            yield part

    created = server.client.post("/v1/uploads", params=query, content=measured_lines())
    assert created.status_code == 201, created.text
    assert created.json()["bytes"] == 150 * (MIB // 13) * 13
    assert peak - before < 50 * MIB
    refused = server.client.post("/v1/uploads", params=query, content=lines(210))
    assert refused.status_code == 413
    assert partial_files(tmp_path) == []


def test_aborted_upload_leaves_nothing(server: Running, tmp_path: Path) -> None:
    """If the browser disconnects half way, the partial file is removed, via the gateway too."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = "POST /v1/uploads?kind=sales&name=a.csv HTTP/1.1\r\nHost: localhost\r\n"
        line.sendall(f"{head}Content-Length: 90000000\r\n\r\n".encode() + b"a,b\n" * 600_000)
        wait_until(lambda: partial_files(tmp_path), PATIENCE_SECONDS)
    wait_until(lambda: not partial_files(tmp_path), PATIENCE_SECONDS)
    assert server.client.get("/v1/uploads").json()["items"] == []


def test_each_role_in_upload_and_refresh(
    own_state: Path, small_files: Path, tmp_path: Path
) -> None:
    """A viewer is rejected, a planner uploads and refreshes, an admin restores."""
    keys: dict[str, str] = {}
    for role in ("viewer", "planner", "admin"):
        created = smartretail("keys", "create", "--name", f"A {role}", "--role", role, cwd=tmp_path)
        keys[role] = created.out.strip()
    before = find_snapshot(own_state)
    with serving(own_state, tmp_path) as server:
        client = server.client

        def sign_in(role: str) -> dict[str, str]:
            answer = client.post("/v1/session", json={"key": keys[role]})
            assert answer.status_code == 200, answer.text
            return {CSRF: answer.json()["csrf_token"]}

        assert client.get("/v1/refreshes").status_code == 401
        viewer = sign_in("viewer")
        refused = client.post("/v1/refreshes", headers=viewer)
        assert refused.status_code == 403
        assert refused.json()["errors"][0]["needed"] == "planner"
        planner = sign_in("planner")
        assert client.post("/v1/refreshes").json()["code"] == "csrf"
        upload = upload_sales(client, small_files / "ledger.parquet", **planner)
        refresh = client.post("/v1/refreshes", json={"sales": upload}, headers=planner).json()
        assert refresh["started_by"] == "A planner"
        events = read_events(client, refresh["id"])
        assert events[-1][0] == "done"
        new_snapshot = events[-1][1]["snapshot"]
        wait_until(
            lambda: client.get("/inventory").headers["X-Snapshot"] == new_snapshot, PATIENCE_SECONDS
        )
        address = f"/v1/snapshots/{before}:restore"
        assert client.post(address, headers=planner).status_code == 403
        assert client.post(address, headers=sign_in("admin")).json()["live"] == before
        assert '"snapshot_restored"' in server.output
        assert str(tmp_path) not in json.dumps([event for _, event in events])


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_ending_process_ends_its_refresh(
    how: signal.Signals, own_state: Path, small_files: Path, tmp_path: Path
) -> None:
    """Killed or stopped: no child survives, the live snapshot stays, the next refresh works."""
    before = find_snapshot(own_state)
    with serving(own_state, tmp_path) as server:
        request = {"sales": upload_sales(server.client, small_files / "ledger.csv")}
        refresh = server.client.post("/v1/refreshes", json=request).json()
        wait_until(lambda: partial_files(own_state), 30)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert children
        os.kill(server.process.pid, how)
        server.process.wait(20)
        wait_until(lambda: not any(child.is_running() for child in children), 15)
        assert find_snapshot(own_state) == before
        server.restart()
        interrupted = server.client.get(f"/v1/refreshes/{refresh['id']}").json()
        assert (interrupted["status"], interrupted["problem"]["code"]) == ("failed", "lost")
        assert partial_files(tmp_path) == []
        retried = server.client.post("/v1/refreshes", json=request).json()
        assert read_events(server.client, retried["id"])[-1][0] == "done"
