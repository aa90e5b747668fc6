"""The addresses of the eight processes, and where they are configured."""

import configparser
from pathlib import Path

import pytest

from fleet.settings import SettingsError
from gateway.settings import SERVICES
from smartretail.supervisor import CONFIGURATION, addresses_of, merged_environment

ROOT = Path(__file__).parents[2]


def test_settings_precedence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment overrides .env, which overrides the example; empty text counts as unset."""
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text("PORT=1\nHOST=a\nLOG_LEVEL=info\n")
    Path(".env").write_text("PORT=2\nHOST=b\n")
    merged = merged_environment({"PORT": "3", "HOST": ""})
    assert merged == {"PORT": "3", "HOST": "b", "LOG_LEVEL": "info"}


def test_default_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """By default the services listen on loopback ports 8000 to 8007."""
    monkeypatch.chdir(ROOT)
    addresses = addresses_of(merged_environment({}))
    assert addresses["gateway"] == ("127.0.0.1", 8000)
    assert [addresses[service] for service in SERVICES] == [
        ("127.0.0.1", port) for port in range(8001, 8008)
    ]


def test_missing_address_is_named() -> None:
    """Outside the project folder no example file provides addresses."""
    with pytest.raises(SettingsError, match="INVENTORY_URL"):
        addresses_of({})


def test_supervisor_restarts_all_eight() -> None:
    """The configuration contains each service once, restarted however it ends."""
    configuration = configparser.RawConfigParser()
    configuration.read(CONFIGURATION)
    programs = {name for name in configuration.sections() if name.startswith("program:")}
    assert programs == {f"program:{name}" for name in ("gateway", *SERVICES)}
    assert all(configuration[name]["autorestart"] == "true" for name in programs)
