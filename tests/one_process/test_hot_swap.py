"""A refresh while clients read: nobody notices but by the new numbers."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from support import Running, free_port, smartretail, wait_until
from support.ledgers import small_ledger, write_ledger
from support.processes import COMMAND


@dataclass
class Seen:
    """What a client that keeps asking has seen."""

    snapshots: set[str] = field(default_factory=set[str])
    bodies: dict[str, set[bytes]] = field(default_factory=dict[str, set[bytes]])
    failures: list[str] = field(default_factory=list[str])
    answers: int = 0


def ask_list(client: httpx.Client, path: str, seen: Seen) -> None:
    """One list: its body must always be the one of the snapshot it names."""
    answer = client.get(path)
    seen.answers += 1
    if answer.status_code != 200:
        seen.failures.append(f"{path}: {answer.status_code}")
        return
    snapshot = answer.headers["X-Snapshot"]
    seen.snapshots.add(snapshot)
    seen.bodies.setdefault(f"{path} of {snapshot}", set()).add(answer.content)


def ask_dashboard(client: httpx.Client, _: str, seen: Seen) -> None:
    """The dashboard: a section of another snapshot than the answer's own must say so."""
    answer = client.get("/v1/dashboard")
    seen.answers += 1
    if answer.status_code != 200:
        seen.failures.append(f"dashboard: {answer.status_code}")
        return
    dashboard = answer.json()
    seen.snapshots.add(dashboard["snapshot"])
    for name, section in dashboard["sections"].items():
        mixed = section["snapshot"] not in {None, dashboard["snapshot"]}
        if section["status"] == "unavailable" or (mixed and section["status"] != "stale"):
            seen.failures.append(f"{name}: {section['status']} {section['reason']}")


ASKS: list[tuple[Callable[[httpx.Client, str, Seen], None], str]] = [
    (ask_list, "/inventory"),
    (ask_list, "/campaign-plan"),
    (ask_dashboard, ""),
]


@pytest.fixture
def server(own_state: Path, tmp_path: Path) -> Running:
    """The one process over a state of the test's own."""
    port = free_port()
    command = [COMMAND, "run", "--state", own_state, "--port", str(port)]
    return Running(command, cwd=tmp_path, port=port)


def test_a_refresh_is_taken_over_without_a_failed_request(
    server: Running, own_state: Path, tmp_path: Path
) -> None:
    """While clients poll, a refresh goes live: all answers succeed, and none mixes two unsaid."""
    ledger = write_ledger(small_ledger(seed=8), tmp_path / "new.parquet")
    stop, seen = threading.Event(), [Seen() for _ in ASKS]
    with server:
        first = server.client.head("/inventory").headers["X-Snapshot"]
        clients = [
            threading.Thread(target=_keep_asking, args=(server.url, ask, path, into, stop))
            for (ask, path), into in zip(ASKS, seen, strict=True)
        ]
        for client in clients:
            client.start()
        try:
            ended = smartretail("refresh", "--ledger", ledger, "--state", own_state, cwd=tmp_path)
            second = ended.out.strip()
            wait_until(lambda: all(second in each.snapshots for each in seen), 30)
        finally:
            stop.set()
            for client in clients:
                client.join()
    for each in seen:
        assert each.failures == []
        assert each.answers > 20
        assert each.snapshots == {first, second}
        assert all(len(bodies) == 1 for bodies in each.bodies.values())


def _keep_asking(
    url: str,
    ask: Callable[[httpx.Client, str, Seen], None],
    path: str,
    seen: Seen,
    stop: threading.Event,
) -> None:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        while not stop.wait(0.02):
            try:
                ask(client, path, seen)
            except httpx.HTTPError as error:
                seen.failures.append(repr(error))
