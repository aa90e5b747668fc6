"""`.env.example` lists every setting, and works unchanged."""

import re
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from fleet.settings import ServiceSettings, read_settings
from gateway.settings import SERVICES as GATEWAY_SERVICES
from gateway.settings import Settings as GatewaySettings
from gateway.settings import url_field
from smartretail.services import SERVICES
from smartretail.settings import CommandSettings

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".env.example"
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
LISTED = dotenv_values(FILE)
KINDS: list[type[ServiceSettings]] = [
    GatewaySettings,
    CommandSettings,
    *(member.settings for member in SERVICES),
]


def test_lists_exactly_the_settings() -> None:
    """The file lists exactly the fields of the settings of all services."""
    fields = {name.upper() for kind in KINDS for name in kind.model_fields}
    assert set(LISTED) == fields


def test_operations_describes_every_setting() -> None:
    """The tables of operations.md list the same settings and defaults, each once."""
    section = OPERATIONS.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*)`|unset) \| \S.* \|$", section, re.MULTILINE)
    assert sorted(rows) == sorted((name, value or "") for name, value in LISTED.items())


def test_every_block_has_a_comment() -> None:
    """Each block of variables starts with a comment."""
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        assert block.startswith("#"), block


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_the_defaults(
    kind: type[ServiceSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the file as `.env` changes nothing but the addresses of the services."""
    for name in LISTED:
        monkeypatch.delenv(name, raising=False)
    ports: dict[str, Any] = {"port": 8000}
    copied = read_settings(kind, env_file=str(FILE))
    default = read_settings(kind, **ports)
    addresses = {url_field(service) for service in GATEWAY_SERVICES}
    assert copied.model_dump(exclude=addresses) == default.model_dump(exclude=addresses)


def test_addresses_match_the_default_ports() -> None:
    """Each service's address has its default port."""
    ports = {member.name: member.settings.model_fields["port"].default for member in SERVICES}
    for service in GATEWAY_SERVICES:
        assert LISTED[url_field(service).upper()] == f"http://127.0.0.1:{ports[service]}"
