"""What docker-compose.yml and the Dockerfiles guarantee, checked without an engine."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILES = sorted((ROOT / "deploy/docker").glob("*.Dockerfile"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKER = "refresh-svc"
SECRET = re.compile(r"KEY|SECRET|PASSWORD|TOKEN", re.IGNORECASE)


def fleet_services() -> list[str]:
    """The services of the fleet: members of the workspace that run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    members: list[str] = project["tool"]["uv"]["workspace"]["members"]
    return [member for member in members if member not in {"shared", "smartretail"}]


def instructions(dockerfile: Path) -> list[str]:
    """The instructions of a Dockerfile, continued lines joined, comments dropped."""
    text = dockerfile.read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def last_argument(dockerfile: Path, name: str) -> str:
    """The argument of the last instruction `name` of a Dockerfile."""
    found = [line for line in instructions(dockerfile) if line.startswith(f"{name} ")]
    return found[-1].removeprefix(f"{name} ").strip()


def test_every_service_has_its_own_image() -> None:
    """Eight services, the database and two that run once, ours built from their folders.

    Those that run once use the image of refresh-svc, which has a Dockerfile of its own.
    """
    once = {"refresh", "caller-secret"}
    assert set(SERVICES) == {*fleet_services(), "mongo", *once}
    for name in fleet_services():
        if name != WORKER:
            assert SERVICES[name]["build"]["args"] == {"SERVICE": name}
        assert SERVICES[name]["image"] == f"smartretail360/{name}"
    assert SERVICES[WORKER]["build"]["dockerfile"] == f"deploy/docker/{WORKER}.Dockerfile"
    images = [service["image"] for name, service in SERVICES.items() if name not in once]
    assert len(set(images)) == len(images)
    assert {SERVICES[name]["image"] for name in once} == {SERVICES[WORKER]["image"]}
    completed = {"condition": "service_completed_successfully"}
    assert SERVICES[WORKER]["depends_on"] == dict.fromkeys(once, completed)


@pytest.mark.parametrize("name", fleet_services())
def test_every_service_has_the_caller_secret(name: str) -> None:
    """No service starts without the secret that proves who a caller is, and none can change it."""
    service = SERVICES[name]
    assert "secrets:/run/secrets:ro" in service["volumes"]
    assert service["depends_on"]["caller-secret"] == {"condition": "service_completed_successfully"}
    maker = SERVICES["caller-secret"]
    assert maker["volumes"] == ["secrets:/run/secrets"]
    assert maker["command"][-1] == "/run/secrets/caller_secret"
    assert maker["network_mode"] == "none"


def test_only_the_gateway_is_published_on_loopback() -> None:
    """Only one port of the composed fleet is reachable, and only from this machine."""
    published = {name: service.get("ports") for name, service in SERVICES.items()}
    assert {name for name, ports in published.items() if ports} == {"gateway"}
    assert published["gateway"] == ["127.0.0.1:${PORT:-8000}:8000"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_restricted(name: str) -> None:
    """The root file system is read-only, and no privilege can be gained."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service or name == "mongo"
    assert "privileged" not in service


def test_only_the_refresh_can_write_the_state() -> None:
    """The services mount the state read-only, and only the worker has the uploaded files."""
    mounts = {
        name: [mount for mount in service.get("volumes", []) if mount.startswith("state:")]
        for name, service in SERVICES.items()
    }
    writers = {name for name, found in mounts.items() if found and not found[0].endswith(":ro")}
    readers = {name for name, found in mounts.items() if found} - writers
    assert writers == {"refresh", WORKER}
    holders = {name for name, one in SERVICES.items() if "worker:/worker" in one.get("volumes", [])}
    assert holders == {WORKER}
    assert readers == {"inventory-svc", "forecast-svc", "segmentation-svc", "strategy-svc"}


def test_ports_match_env_example() -> None:
    """Each service listens where .env.example says, and the gateway calls it there."""
    example = env_example()
    assert str(SERVICES["gateway"]["environment"]["PORT"]) == example["PORT"]
    for name in fleet_services():
        if name == "gateway":
            continue
        variable = address_variable(name)
        address: str = SERVICES["gateway"]["environment"][variable]
        url = urlsplit(address)
        assert url.hostname == name
        assert url.port == urlsplit(example[variable]).port
        port: int = SERVICES[name]["environment"]["PORT"]
        assert url.port == port


def address_variable(service: str) -> str:
    """The variable with a service's address."""
    return service.removesuffix("-svc").upper() + "_URL"


def env_example() -> dict[str, str]:
    """The variables of .env.example and their values."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_every_setting_reaches_the_containers() -> None:
    """Every variable of .env.example is passed on, or is fixed by the container."""
    fixed_here = {"HOST", "STATE_URL", "MONGODB_URI", "DOCUMENTS_PATH", "ANONYMOUS_ROLE"}
    fixed_here |= {"WORKER_PATH"}
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    passed_on = set(re.findall(r"\$\{([A-Z_]+):-", text))
    addresses = {address_variable(name) for name in fleet_services()}
    assert set(env_example()) - addresses - fixed_here == passed_on


def test_allowed_host_is_the_service_name() -> None:
    """The Host check is on in every service, for the one name its callers use."""
    for name in fleet_services():
        expected = "localhost,127.0.0.1,${ALLOWED_HOSTS:-}" if name == "gateway" else name
        assert SERVICES[name]["environment"]["ALLOWED_HOSTS"] == expected


def test_anonymous_role_is_documented() -> None:
    """ANONYMOUS_ROLE is in the file once, below a comment that says how to restrict it."""
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    before, found, _ = text.partition("ANONYMOUS_ROLE: admin")
    assert found
    assert "To close it" in before[-600:]
    assert {SERVICES[name]["environment"]["ANONYMOUS_ROLE"] for name in fleet_services()} == {
        "admin"
    }


def test_files_have_no_secrets() -> None:
    """Keys come from the environment that starts the fleet; no file has one."""
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable):
                assert value == f"${{{variable}:-}}"
            assert urlsplit(str(value)).password is None
    for dockerfile in DOCKERFILES:
        variables = [line for line in instructions(dockerfile) if line.startswith(("ENV ", "ARG "))]
        assert not any(SECRET.search(line) for line in variables)


def test_build_context_has_sources_only() -> None:
    """The images are built from an allow list, so no .env and no data can get into one."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule for rule in rules if rule.startswith("!")} == {
        "!requirements.lock",
        "!shared",
        "!gateway",
        "!*-svc",
        "!smartretail",
        "!dashboard",
        "!deploy/docker/healthcheck.py",
        "!deploy/docker/empty_packages.sh",
    }
    assert {"**/.env", "**/tests"} <= set(rules)


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_images_are_lean_locked_and_unprivileged(dockerfile: Path) -> None:
    """Built in stages from the lock, run by a numbered user, started without a shell."""
    stages = [line for line in instructions(dockerfile) if line.startswith("FROM ")]
    pages = 1 if dockerfile.name == "service.Dockerfile" else 0
    assert len(stages) == 3 + pages
    assert stages[-1] == "FROM python:3.11-slim"
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last_argument(dockerfile, "USER"))
    assert isinstance(json.loads(last_argument(dockerfile, "CMD")), list)
    installs = [line for line in instructions(dockerfile) if "uv pip install" in line]
    locked = ["--constraints requirements.lock" in line for line in installs]
    assert locked == [True, True, False]
    assert "--no-deps" in installs[-1]


def test_refresh_image_shares_the_first_stage() -> None:
    """The stage that installs fleet is the same in both files, so it is built only once."""
    first = [instructions(path)[: _second_stage(path)] for path in DOCKERFILES]
    assert len(first) == 2
    assert first[0] == first[1]


def _second_stage(dockerfile: Path) -> int:
    lines = instructions(dockerfile)
    return [at for at, line in enumerate(lines) if line.startswith("FROM ")][1]


def test_images_pin_the_makefiles_uv() -> None:
    """Images and the Makefile install with the same version of uv."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(r"^UV_VERSION := (\S+)$", makefile, re.MULTILINE)
    assert found
    for dockerfile in DOCKERFILES:
        assert f" uv=={found[1]}\n" in dockerfile.read_text("utf-8")
