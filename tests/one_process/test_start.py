"""Start of the one process, what prevents it, and its end."""

import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import Running, free_port, smartretail
from support.processes import COMMAND

from contract.snapshot_files import WELL_KNOWN_FILES
from fleet.settings import SettingsError
from smartretail.one_process import serve_one_process


def started(state: Path, folder: Path, environment: Mapping[str, str] | None = None) -> Running:
    """The one process serving `state`, with its documents in `folder`."""
    port = free_port()
    return Running(
        [COMMAND, "run", "--state", state],
        cwd=folder,
        port=port,
        environment={"PORT": str(port)} | dict(environment or {}),
    )


def test_sigterm_ends_it_cleanly(small_state: Path, tmp_path: Path) -> None:
    """SIGTERM ends it within seconds, and the address is free again."""
    with started(small_state, tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        server.terminate(seconds=8)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
        assert "Traceback" not in server.output


def test_flags_override_environment_and_env_file(small_state: Path, tmp_path: Path) -> None:
    """Port and state come from the flag, else the environment, else `.env`."""
    (tmp_path / ".env").write_text(f"PORT=1\nSTATE_URL={small_state}\n")
    port = free_port()
    by_environment = [COMMAND, "run"]
    with Running(
        by_environment, cwd=tmp_path, port=port, environment={"PORT": str(port)}
    ) as server:
        assert server.client.get("/inventory").status_code == 200
    flag = free_port()
    by_flag = [COMMAND, "run", "--port", str(flag)]
    with Running(by_flag, cwd=tmp_path, port=flag, environment={"PORT": "2"}) as server:
        assert server.client.get("/inventory").status_code == 200


def test_serves_without_a_state(tmp_path: Path) -> None:
    """With an empty state it starts; readiness and responses say what to do."""
    with started(tmp_path / "none", tmp_path) as server:
        ready = server.client.get("/health/ready")
        assert ready.status_code == 200
        assert "smartretail refresh" in ready.text
        answer = server.client.get("/inventory")
        assert answer.status_code == 503
        assert "smartretail refresh" in answer.json()["detail"]
        sections = server.client.get("/v1/dashboard").json()["sections"]
        assert sections["stock_at_risk"]["status"] == "unavailable"
        assert sections["campaigns"]["status"] == "ok"
    assert not (tmp_path / "none").exists()


def test_flat_folder_is_served(small_state: Path, tmp_path: Path) -> None:
    """The well-known files without a manifest are enough for every root list."""
    live = small_state / "snapshots" / (small_state / "CURRENT").read_text().strip()
    flat = tmp_path / "flat"
    flat.mkdir()
    for name in WELL_KNOWN_FILES:
        shutil.copy(live / name, flat)
    with started(flat, tmp_path) as server:
        for path in ("/inventory", "/demand", "/campaign-plan"):
            answer = server.client.get(path)
            assert answer.status_code == 200, answer.text
            assert answer.headers["X-Snapshot"].startswith("flat-")
            assert answer.json()
        assert server.client.get("/v1/segments").status_code == 200


def test_port_in_use_is_reported(small_state: Path, tmp_path: Path) -> None:
    """A port in use prevents the start, and the message names it."""
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        ended = smartretail("run", "--state", small_state, "--port", str(port), cwd=tmp_path)
    assert ended.code == 1
    assert f"127.0.0.1:{port}" in ended.err
    assert "Traceback" not in ended.err


MALFORMED = {
    "PORT": "eighty",
    "HOST": "0.0.0.0",  # noqa: S104 - what must be refused
    "LOG_LEVEL": "loud",
    "STATE_URL": "s3://bucket",
    "MONGODB_URI": "http://localhost",
    "MONGODB_DATABASE": "a b",
    "CURRENCY": "pounds",
    "TIMEZONE": "Mars/Olympus",
    "ANONYMOUS_ROLE": "king",
    "CORS_ORIGINS": "*",
    "INVENTORY_URL": "inventory",
    "TRUST_MODEL_FILES": "perhaps",
    "GOOGLE_GEMINI_BASE_URL": "gemini",
    "GEMINI_MODEL": "no model",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_variable_is_rejected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever service reads it, a malformed variable is named once, without its value."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, MALFORMED[name])
    with pytest.raises(SettingsError) as refused:
        serve_one_process(state=None, host=None, port=None)
    assert str(refused.value).count(name) == 1
    assert list(tmp_path.iterdir()) == []


def test_all_malformed_variables_are_named(tmp_path: Path) -> None:
    """All malformed variables are named at once, one message each, with exit code 1."""
    wrong = {name: MALFORMED[name] for name in ("CURRENCY", "MONGODB_URI", "TRUST_MODEL_FILES")}
    for command in (["run"], ["doctor"]):
        ended = smartretail(*command, cwd=tmp_path, environment=wrong)
        assert ended.code == 1
        assert "Traceback" not in ended.err
        assert all(name in ended.err + ended.out for name in wrong)
    assert list(tmp_path.iterdir()) == []
