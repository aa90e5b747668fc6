"""Uploads and refreshes through the one door of the one process, with real files and real kills."""

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
    """The one process over `state`, everything else in `folder`."""
    port = free_port()
    command = [COMMAND, "run", "--state", state, "--port", str(port)]
    return Running(command, cwd=folder, port=port, environment=environment)


@pytest.fixture
def server(own_state: Path, tmp_path: Path) -> Generator[Running]:
    """The one process over a state that the test may change."""
    with serving(own_state, tmp_path, UPLOAD_MAX_BYTES=str(200 * MIB)) as running:
        yield running


def half_written(folder: Path) -> list[Path]:
    """What is neither whole nor gone."""
    return [*folder.rglob(".incoming-*"), *folder.rglob(".staging-*")]


def hand_in(client: httpx.Client, file: Path, **headers: str) -> str:
    """Upload sales and wait for their preview; returns the id."""
    query = {"kind": "sales", "name": file.name}
    taken = client.post("/v1/uploads", params=query, content=file.read_bytes(), headers=headers)
    assert taken.status_code == 201, taken.text
    address = f"/v1/uploads/{taken.json()['id']}"
    wait_until(lambda: client.get(address).json()["status"] == "ready", 60)
    return taken.json()["id"]


def watched(client: httpx.Client, refresh: str) -> list[tuple[str, dict[str, Any]]]:
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


def test_a_large_file_goes_to_the_disk_and_not_into_memory(server: Running, tmp_path: Path) -> None:
    """Of 150 MiB the process keeps a small part; a file above the limit is refused on its way."""
    process = psutil.Process(server.process.pid)
    query = {"kind": "sales", "name": "large.csv"}

    def lines(mib: int) -> Generator[bytes]:
        for _ in range(mib):
            yield b"not,a,ledger\n" * (MIB // 13)

    server.client.post("/v1/uploads", params=query, content=lines(2))
    before = process.memory_info().rss
    highest = 0

    def watched_lines() -> Generator[bytes]:
        nonlocal highest
        for part in lines(150):
            highest = max(highest, process.memory_info().rss)
            yield part

    taken = server.client.post("/v1/uploads", params=query, content=watched_lines())
    assert taken.status_code == 201, taken.text
    assert taken.json()["bytes"] == 150 * (MIB // 13) * 13
    assert highest - before < 50 * MIB
    refused = server.client.post("/v1/uploads", params=query, content=lines(210))
    assert refused.status_code == 413
    assert half_written(tmp_path) == []


def test_an_upload_cut_in_the_middle_leaves_nothing(server: Running, tmp_path: Path) -> None:
    """If the browser closes half way, the partial file is removed, through the gateway too."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = "POST /v1/uploads?kind=sales&name=a.csv HTTP/1.1\r\nHost: localhost\r\n"
        line.sendall(f"{head}Content-Length: 90000000\r\n\r\n".encode() + b"a,b\n" * 600_000)
        wait_until(lambda: half_written(tmp_path), PATIENCE_SECONDS)
    wait_until(lambda: not half_written(tmp_path), PATIENCE_SECONDS)
    assert server.client.get("/v1/uploads").json()["items"] == []


def test_from_sign_in_to_a_new_snapshot(own_state: Path, small_files: Path, tmp_path: Path) -> None:
    """A viewer is told what it takes; a planner hands in and refreshes; an admin restores."""
    keys: dict[str, str] = {}
    for role in ("viewer", "planner", "admin"):
        made = smartretail("keys", "create", "--name", f"A {role}", "--role", role, cwd=tmp_path)
        keys[role] = made.out.strip()
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
        upload = hand_in(client, small_files / "ledger.parquet", **planner)
        begun = client.post("/v1/refreshes", json={"sales": upload}, headers=planner).json()
        assert begun["started_by"] == "A planner"
        events = watched(client, begun["id"])
        assert events[-1][0] == "done"
        made = events[-1][1]["snapshot"]
        wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == made, PATIENCE_SECONDS)
        address = f"/v1/snapshots/{before}:restore"
        assert client.post(address, headers=planner).status_code == 403
        assert client.post(address, headers=sign_in("admin")).json()["live"] == before
        assert '"snapshot_restored"' in server.output
        assert str(tmp_path) not in json.dumps([event for _, event in events])


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_ends_takes_its_refresh_along(
    how: signal.Signals, own_state: Path, small_files: Path, tmp_path: Path
) -> None:
    """Killed or stopped in the middle: no child lives on, what is live stays, the next works."""
    before = find_snapshot(own_state)
    with serving(own_state, tmp_path) as server:
        request = {"sales": hand_in(server.client, small_files / "ledger.csv")}
        begun = server.client.post("/v1/refreshes", json=request).json()
        wait_until(lambda: half_written(own_state), 30)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert children
        os.kill(server.process.pid, how)
        server.process.wait(20)
        wait_until(lambda: not any(child.is_running() for child in children), 15)
        assert find_snapshot(own_state) == before
        server.restart()
        lost = server.client.get(f"/v1/refreshes/{begun['id']}").json()
        assert (lost["status"], lost["problem"]["code"]) == ("failed", "lost")
        assert half_written(tmp_path) == []
        again = server.client.post("/v1/refreshes", json=request).json()
        assert watched(server.client, again["id"])[-1][0] == "done"
