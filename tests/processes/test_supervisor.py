"""`make fleet`: eight processes, any of which may crash."""

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
    """The fleet on free ports, with every section ok."""
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
    """The dashboard's sections; the dashboard itself always answers within its budget."""
    started = time.monotonic()
    answer = fleet.client.get("/v1/dashboard")
    assert answer.status_code == 200
    assert time.monotonic() - started < 4.0
    return answer.json()["sections"]


def statuses(fleet: Running) -> dict[str, str]:
    """The status of each section."""
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
def test_killed_service_costs_only_its_sections(service: ServiceName, fleet: Running) -> None:
    """Its sections are unavailable with a reason, the others ok; within 10 s all are ok."""
    process_of(fleet, service).kill()
    wait_until(lambda: "unavailable" in statuses(fleet).values(), 3)
    found = sections(fleet)
    unavailable = {name for name, section in found.items() if section["status"] == "unavailable"}
    assert unavailable == SECTIONS[service]
    assert all(service in found[name]["reason"] for name in unavailable)
    wait_until(lambda: set(statuses(fleet).values()) == {"ok"}, 10)


def test_hanging_service_costs_only_its_section(fleet: Running) -> None:
    """A service that accepts connections and never answers times out within the budget."""
    process = process_of(fleet, "forecast-svc")
    process.send_signal(signal.SIGSTOP)
    try:
        found = statuses(fleet)
    finally:
        process.send_signal(signal.SIGCONT)
    assert {name for name, status in found.items() if status != "ok"} == {"demand_ahead"}
    wait_until(lambda: set(statuses(fleet).values()) == {"ok"}, 10)


def test_killed_refresh_svc_is_restarted(fleet: Running) -> None:
    """The dashboard works without it; within 10 s it accepts uploads and lists refreshes again."""
    process_of(fleet, "refresh-svc").kill()
    assert set(statuses(fleet).values()) == {"ok"}
    wait_until(lambda: fleet.client.get("/v1/refreshes").is_success, 10)
    query = {"kind": "stock", "name": "stock.csv"}
    content = b"StockCode,Current_Stock\n1,2\n" * 100_000
    upload = fleet.client.post("/v1/uploads", params=query, content=content)
    assert (upload.status_code, upload.json()["bytes"]) == (201, len(content))


def test_port_in_use_is_reported(small_state: Path, fleet: Running, tmp_path: Path) -> None:
    """A second fleet on the same addresses exits with a message that names the variable."""
    upload = fleet.url.rpartition(":")[2]
    addresses = {url_field(s).upper(): f"http://127.0.0.1:{free_port()}" for s in SERVICES}
    ended = subprocess.run(
        [COMMAND, "fleet"],
        cwd=tmp_path,
        env=os.environ | addresses | {"PORT": upload, "STATE_URL": str(small_state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_sigterm_ends_all_processes(small_state: Path, tmp_path: Path) -> None:
    """SIGTERM to the supervisor ends all eight."""
    port = free_port()
    addresses = {url_field(s).upper(): f"http://127.0.0.1:{free_port()}" for s in SERVICES}
    environment = addresses | {"PORT": str(port), "STATE_URL": str(small_state)}
    with Running([COMMAND, "fleet"], cwd=tmp_path, port=port, environment=environment) as running:
        children = psutil.Process(running.process.pid).children(recursive=True)
        assert len(children) == 8
        running.terminate()
        assert [child for child in children if child.is_running()] == []
