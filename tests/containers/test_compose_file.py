"""What docker-compose.yml and the Dockerfiles promise, read without an engine."""

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


def ours() -> list[str]:
    """The services of the fleet: members of the workspace that are run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    members: list[str] = project["tool"]["uv"]["workspace"]["members"]
    return [member for member in members if member not in {"shared", "smartretail"}]


def instructions(dockerfile: Path) -> list[str]:
    """The instructions of a Dockerfile, continued lines joined, comments dropped."""
    text = dockerfile.read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def argument(dockerfile: Path, name: str) -> str:
    """What the last instruction `name` of a Dockerfile says."""
    found = [line for line in instructions(dockerfile) if line.startswith(f"{name} ")]
    return found[-1].removeprefix(f"{name} ").strip()


def test_every_service_has_its_own_image() -> None:
    """Eight services, the database and two that run once are composed, ours from their folders.

    Those that run once use the image of refresh-svc, which has a Dockerfile of its own.
    """
    once = {"refresh", "caller-secret"}
    assert set(SERVICES) == {*ours(), "mongo", *once}
    for name in ours():
        if name != WORKER:
            assert SERVICES[name]["build"]["args"] == {"SERVICE": name}
        assert SERVICES[name]["image"] == f"smartretail360/{name}"
    assert SERVICES[WORKER]["build"]["dockerfile"] == f"deploy/docker/{WORKER}.Dockerfile"
    images = [service["image"] for name, service in SERVICES.items() if name not in once]
    assert len(set(images)) == len(images)
    assert {SERVICES[name]["image"] for name in once} == {SERVICES[WORKER]["image"]}
    completed = {"condition": "service_completed_successfully"}
    assert SERVICES[WORKER]["depends_on"] == dict.fromkeys(once, completed)


@pytest.mark.parametrize("name", ours())
def test_every_service_has_the_caller_secret(name: str) -> None:
    """No service starts without the secret that proves who a caller is, and none can change it."""
    service = SERVICES[name]
    assert "secrets:/run/secrets:ro" in service["volumes"]
    assert service["depends_on"]["caller-secret"] == {"condition": "service_completed_successfully"}
    maker = SERVICES["caller-secret"]
    assert maker["volumes"] == ["secrets:/run/secrets"]
    assert maker["command"][-1] == "/run/secrets/caller_secret"
    assert maker["network_mode"] == "none"


def test_only_the_gateway_is_published_and_on_loopback() -> None:
    """One port of the composed fleet can be reached from this machine, none from another."""
    published = {name: service.get("ports") for name, service in SERVICES.items()}
    assert {name for name, ports in published.items() if ports} == {"gateway"}
    assert published["gateway"] == ["127.0.0.1:${PORT:-8000}:8000"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_contained(name: str) -> None:
    """The root file system is read-only, and no privilege can be gained."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service or name == "mongo"
    assert "privileged" not in service


def test_only_the_refresh_can_write_the_state() -> None:
    """The services mount the state read-only, and only the worker has the files handed in."""
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


def test_ports_are_those_of_the_environment_example() -> None:
    """Each service listens where .env.example says, and the gateway looks for it there."""
    example = env_example()
    assert str(SERVICES["gateway"]["environment"]["PORT"]) == example["PORT"]
    for name in ours():
        if name == "gateway":
            continue
        variable = address_of(name)
        address: str = SERVICES["gateway"]["environment"][variable]
        url = urlsplit(address)
        assert url.hostname == name
        assert url.port == urlsplit(example[variable]).port
        port: int = SERVICES[name]["environment"]["PORT"]
        assert url.port == port


def address_of(service: str) -> str:
    """The variable that says where a service listens."""
    return service.removesuffix("-svc").upper() + "_URL"


def env_example() -> dict[str, str]:
    """The variables of .env.example and what they are set to."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_what_can_be_set_reaches_the_containers() -> None:
    """Every variable of .env.example is passed on, or is fixed by what a container is."""
    fixed_here = {"HOST", "STATE_URL", "MONGODB_URI", "DOCUMENTS_PATH", "ANONYMOUS_ROLE"}
    fixed_here |= {"WORKER_PATH"}
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    passed_on = set(re.findall(r"\$\{([A-Z_]+):-", text))
    addresses = {address_of(name) for name in ours()}
    assert set(env_example()) - addresses - fixed_here == passed_on


def test_every_service_knows_the_name_it_is_called_by() -> None:
    """The Host check is on in every service, for the one name its callers use."""
    for name in ours():
        expected = "localhost,127.0.0.1,${ALLOWED_HOSTS:-}" if name == "gateway" else name
        assert SERVICES[name]["environment"]["ALLOWED_HOSTS"] == expected


def test_anonymous_admin_is_in_plain_sight() -> None:
    """ANONYMOUS_ROLE stands in the file once, under a comment that says how to close it."""
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    before, found, _ = text.partition("ANONYMOUS_ROLE: admin")
    assert found
    assert "To close it" in before[-600:]
    assert {SERVICES[name]["environment"]["ANONYMOUS_ROLE"] for name in ours()} == {"admin"}


def test_no_secret_stands_in_the_files() -> None:
    """Keys come from the environment of whoever starts the fleet; no file holds one."""
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable):
                assert value == f"${{{variable}:-}}"
            assert urlsplit(str(value)).password is None
    for dockerfile in DOCKERFILES:
        variables = [line for line in instructions(dockerfile) if line.startswith(("ENV ", "ARG "))]
        assert not any(SECRET.search(line) for line in variables)


def test_the_build_context_holds_sources_only() -> None:
    """The images are built from an allow list, so no .env and no data can slip into one."""
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
    """Built in stages from the lock, run by a numbered user, started without a shell around it."""
    stages = [line for line in instructions(dockerfile) if line.startswith("FROM ")]
    pages = 1 if dockerfile.name == "service.Dockerfile" else 0
    assert len(stages) == 3 + pages
    assert stages[-1] == "FROM python:3.11-slim"
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", argument(dockerfile, "USER"))
    assert isinstance(json.loads(argument(dockerfile, "CMD")), list)
    installs = [line for line in instructions(dockerfile) if "uv pip install" in line]
    locked = ["--constraints requirements.lock" in line for line in installs]
    assert locked == [True, True, False]
    assert "--no-deps" in installs[-1]


def test_the_refresh_image_shares_the_first_stage() -> None:
    """The stage that installs fleet is the same in both files, so it is built only once."""
    first = [instructions(path)[: _second_stage(path)] for path in DOCKERFILES]
    assert len(first) == 2
    assert first[0] == first[1]


def _second_stage(dockerfile: Path) -> int:
    lines = instructions(dockerfile)
    return [at for at, line in enumerate(lines) if line.startswith("FROM ")][1]


def test_the_images_pin_the_same_uv_as_the_makefile() -> None:
    """What installs on a desk installs in an image."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(r"^UV_VERSION := (\S+)$", makefile, re.MULTILINE)
    assert found
    for dockerfile in DOCKERFILES:
        assert f" uv=={found[1]}\n" in dockerfile.read_text("utf-8")
