"""A refresh while clients read: they only notice the new numbers."""

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
class Observations:
    """What a polling client has observed."""

    snapshots: set[str] = field(default_factory=set[str])
    bodies: dict[str, set[bytes]] = field(default_factory=dict[str, set[bytes]])
    failures: list[str] = field(default_factory=list[str])
    answers: int = 0


def poll_list(client: httpx.Client, path: str, observations: Observations) -> None:
    """One list: its body must always be that of the snapshot it names."""
    answer = client.get(path)
    observations.answers += 1
    if answer.status_code != 200:
        observations.failures.append(f"{path}: {answer.status_code}")
        return
    snapshot = answer.headers["X-Snapshot"]
    observations.snapshots.add(snapshot)
    observations.bodies.setdefault(f"{path} of {snapshot}", set()).add(answer.content)


def poll_dashboard(client: httpx.Client, _: str, observations: Observations) -> None:
    """The dashboard: a section from another snapshot than the response's must say so."""
    answer = client.get("/v1/dashboard")
    observations.answers += 1
    if answer.status_code != 200:
        observations.failures.append(f"dashboard: {answer.status_code}")
        return
    dashboard = answer.json()
    observations.snapshots.add(dashboard["snapshot"])
    for name, section in dashboard["sections"].items():
        mixed = section["snapshot"] not in {None, dashboard["snapshot"]}
        if section["status"] == "unavailable" or (mixed and section["status"] != "stale"):
            observations.failures.append(f"{name}: {section['status']} {section['reason']}")


POLLS: list[tuple[Callable[[httpx.Client, str, Observations], None], str]] = [
    (poll_list, "/inventory"),
    (poll_list, "/campaign-plan"),
    (poll_dashboard, ""),
]


@pytest.fixture
def server(own_state: Path, tmp_path: Path) -> Running:
    """The one process with a state for this test."""
    port = free_port()
    command = [COMMAND, "run", "--state", own_state, "--port", str(port)]
    return Running(command, cwd=tmp_path, port=port)


def test_refresh_goes_live_without_a_failed_request(
    server: Running, own_state: Path, tmp_path: Path
) -> None:
    """While clients poll, all requests succeed, and none mixes snapshots without saying so."""
    ledger = write_ledger(small_ledger(seed=8), tmp_path / "new.parquet")
    stop, observations = threading.Event(), [Observations() for _ in POLLS]
    with server:
        first = server.client.head("/inventory").headers["X-Snapshot"]
        clients = [
            threading.Thread(target=_keep_polling, args=(server.url, ask, path, into, stop))
            for (ask, path), into in zip(POLLS, observations, strict=True)
        ]
        for client in clients:
            client.start()
        try:
            ended = smartretail("refresh", "--ledger", ledger, "--state", own_state, cwd=tmp_path)
            second = ended.out.strip()
            wait_until(lambda: all(second in each.snapshots for each in observations), 30)
        finally:
            stop.set()
            for client in clients:
                client.join()
    for each in observations:
        assert each.failures == []
        assert each.answers > 20
        assert each.snapshots == {first, second}
        assert all(len(bodies) == 1 for bodies in each.bodies.values())


def _keep_polling(
    url: str,
    ask: Callable[[httpx.Client, str, Observations], None],
    path: str,
    observations: Observations,
    stop: threading.Event,
) -> None:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        while not stop.wait(0.02):
            try:
                ask(client, path, observations)
            except httpx.HTTPError as error:
                observations.failures.append(repr(error))
