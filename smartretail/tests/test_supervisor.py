"""Which address each of the eight gets, and from where."""

import configparser
from pathlib import Path

import pytest

from fleet.settings import SettingsError
from gateway.settings import SERVICES
from smartretail.supervisor import CONFIGURATION, addresses_of, merged_environment

ROOT = Path(__file__).parents[2]


def test_the_environment_wins_over_env_which_wins_over_the_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later layers win, and the empty text counts as unset."""
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text("PORT=1\nHOST=a\nLOG_LEVEL=info\n")
    Path(".env").write_text("PORT=2\nHOST=b\n")
    merged = merged_environment({"PORT": "3", "HOST": ""})
    assert merged == {"PORT": "3", "HOST": "b", "LOG_LEVEL": "info"}


def test_every_service_has_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it comes, the fleet listens on 8000 to 8007 of loopback."""
    monkeypatch.chdir(ROOT)
    addresses = addresses_of(merged_environment({}))
    assert addresses["gateway"] == ("127.0.0.1", 8000)
    assert [addresses[service] for service in SERVICES] == [
        ("127.0.0.1", port) for port in range(8001, 8008)
    ]


def test_a_missing_address_is_named() -> None:
    """Outside the project's folder there is no example to read addresses from."""
    with pytest.raises(SettingsError, match="INVENTORY_URL"):
        addresses_of({})


def test_the_manager_starts_all_eight_again_and_again() -> None:
    """The configuration holds each service once, restarted whatever ends it."""
    configuration = configparser.RawConfigParser()
    configuration.read(CONFIGURATION)
    programs = {name for name in configuration.sections() if name.startswith("program:")}
    assert programs == {f"program:{name}" for name in ("gateway", *SERVICES)}
    assert all(configuration[name]["autorestart"] == "true" for name in programs)
