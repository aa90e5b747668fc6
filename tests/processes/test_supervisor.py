"""`make fleet`: eight processes, each of which may die."""

import os
import signal
import subprocess
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psutil
import pytest
from support import Running, free_port, wait_until
from support.processes import COMMAND

from gateway.settings import SERVICES, ServiceName, url_field

pytestmark = pytest.mark.long

SECTIONS: dict[ServiceName, set[str]] = {
    "inventory-svc": {"key_figures", "stock_at_risk", "replenishment"},
    "forecast-svc": {"demand_ahead"},
    "segmentation-svc": {"segments"},
    "strategy-svc": {"plan"},
    "genai-svc": {"copywriting"},
    "campaign-svc": {"campaigns"},
}


@pytest.fixture(scope="module")
def fleet(small_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """The fleet on free ports, every section ok."""
    folder, port = tmp_path_factory.mktemp("fleet"), free_port()
    addresses = {
        url_field(service).upper(): f"http://127.0.0.1:{free_port()}" for service in SERVICES
    }
    environment = addresses | {"PORT": str(port), "STATE_URL": str(small_state)}
    running = Running([COMMAND, "fleet"], cwd=folder, port=port, environment=environment)
    with running:
        wait_until(lambda: set(statuses(running).values()) == {"ok"}, 60)
        yield running


def sections(fleet: Running) -> dict[str, dict[str, Any]]:
    """The dashboard's sections; the dashboard itself always answers, and within its budget."""
    began = time.monotonic()
    answer = fleet.client.get("/v1/dashboard")
    assert answer.status_code == 200
    assert time.monotonic() - began < 4.0
    return answer.json()["sections"]


def statuses(fleet: Running) -> dict[str, str]:
    """Status per section."""
    return {name: section["status"] for name, section in sections(fleet).items()}


def process_of(fleet: Running, service: str) -> psutil.Process:
    """The process of one service."""
    module = "refresh_svc" if service == "refresh-svc" else service.replace("-", "_")
    return next(
        child
        for child in psutil.Process(fleet.process.pid).children()
        if child.cmdline()[-1] == module
    )


@pytest.mark.parametrize("service", SECTIONS)
def test_a_killed_service_costs_its_own_section_and_comes_back(
    service: ServiceName, fleet: Running
) -> None:
    """Its sections are unavailable with a reason, the others ok; within 10 s all are ok again."""
    process_of(fleet, service).kill()
    wait_until(lambda: "unavailable" in statuses(fleet).values(), 3)
    found = sections(fleet)
    lost = {name for name, section in found.items() if section["status"] == "unavailable"}
    assert lost == SECTIONS[service]
    assert all(service in found[name]["reason"] for name in lost)
    wait_until(lambda: set(statuses(fleet).values()) == {"ok"}, 10)


def test_a_hanging_service_costs_its_own_section(fleet: Running) -> None:
    """A service that takes connections and never answers is given up within the budget."""
    process = process_of(fleet, "forecast-svc")
    process.send_signal(signal.SIGSTOP)
    try:
        found = statuses(fleet)
    finally:
        process.send_signal(signal.SIGCONT)
    assert {name for name, status in found.items() if status != "ok"} == {"demand_ahead"}
    wait_until(lambda: set(statuses(fleet).values()) == {"ok"}, 10)


def test_a_killed_refresh_svc_comes_back(fleet: Running) -> None:
    """The dashboard does without it; within 10 s it takes files and lists refreshes again."""
    process_of(fleet, "refresh-svc").kill()
    assert set(statuses(fleet).values()) == {"ok"}
    wait_until(lambda: fleet.client.get("/v1/refreshes").is_success, 10)
    query = {"kind": "stock", "name": "stock.csv"}
    content = b"StockCode,Current_Stock\n1,2\n" * 100_000
    taken = fleet.client.post("/v1/uploads", params=query, content=content)
    assert (taken.status_code, taken.json()["bytes"]) == (201, len(content))


def test_a_taken_port_is_reported(small_state: Path, fleet: Running, tmp_path: Path) -> None:
    """A second fleet on the same addresses ends with a sentence that names the variable."""
    taken = fleet.url.rpartition(":")[2]
    addresses = {url_field(s).upper(): f"http://127.0.0.1:{free_port()}" for s in SERVICES}
    ended = subprocess.run(
        [COMMAND, "fleet"],
        cwd=tmp_path,
        env=os.environ | addresses | {"PORT": taken, "STATE_URL": str(small_state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_stops_whole(small_state: Path, tmp_path: Path) -> None:
    """SIGTERM to the manager ends all eight."""
    port = free_port()
    addresses = {url_field(s).upper(): f"http://127.0.0.1:{free_port()}" for s in SERVICES}
    environment = addresses | {"PORT": str(port), "STATE_URL": str(small_state)}
    with Running([COMMAND, "fleet"], cwd=tmp_path, port=port, environment=environment) as running:
        children = psutil.Process(running.process.pid).children(recursive=True)
        assert len(children) == 8
        running.terminate()
        assert [child for child in children if child.is_running()] == []
