"""The fleet as eight processes under supervisord, which restarts any that end."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values

from fleet.callers import new_secret
from fleet.errors import Conflict
from fleet.settings import SettingsError, load_settings
from gateway.access.bind_policy import require_keys_or_role
from gateway.settings import SERVICES, ServiceName, Settings, url_field
from smartretail.ports import is_free
from smartretail.settings import ENV_FILE

Name = ServiceName | Literal["gateway"]
Addresses = dict[Name, tuple[str, int]]
DEFAULTS_FILE = ".env.example"
LOGS = Path("var/log")
CONFIGURATION = Path(__file__).parents[1] / "fleet.conf"


def become_process_manager() -> None:
    """Replace this process with supervisord, which stops the eight processes when it is stopped.

    Raises:
        SettingsError: a variable is malformed or missing.
        Conflict: one of the ports is already in use.
    """
    variables = merged_environment(os.environ)
    addresses = addresses_of(variables)
    for name, (host, port) in addresses.items():
        _require_free(name, host, port)
    LOGS.mkdir(parents=True, exist_ok=True)
    variables.setdefault("CALLER_SECRET", new_secret().get_secret_value())
    variables |= {"FLEET_PYTHON": sys.executable, "FLEET_LOGS": str(LOGS.resolve())}
    for name, (host, port) in addresses.items():
        prefix = name.removesuffix("-svc").upper()
        variables |= {f"{prefix}_HOST": host, f"{prefix}_PORT": str(port)}
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(CONFIGURATION)]
    os.execve(sys.executable, command, variables)  # noqa: S606 - our own interpreter, no shell


def merged_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment over `.env` over `.env.example`; empty values count as unset."""
    merged: dict[str, str] = {}
    for layer in (dotenv_values(DEFAULTS_FILE), dotenv_values(ENV_FILE), environment):
        merged |= {name: value for name, value in layer.items() if value}
    return merged


def addresses_of(variables: Mapping[str, str]) -> Addresses:
    """Host and port of each service and the gateway.

    Raises:
        SettingsError: an address is missing or malformed.
    """
    lowered = {name.lower(): value for name, value in variables.items()}
    known = {name: lowered[name] for name in Settings.model_fields if name in lowered}
    settings = load_settings(Settings, bind_policy=require_keys_or_role, **known)
    addresses: Addresses = {"gateway": (settings.host, settings.port)}
    for service in SERVICES:
        url = settings.url_of(service)
        if url is None:
            raise SettingsError(
                f"{url_field(service).upper()} is not set. {DEFAULTS_FILE} has the default "
                f"address of {service}: run this in the project's folder."
            )
        parts = urlsplit(url)
        addresses[service] = (parts.hostname or "", parts.port or 80)
    return addresses


def _require_free(name: Name, host: str, port: int) -> None:
    if not is_free(host, port):
        variable = "PORT" if name == "gateway" else url_field(name).upper()
        raise Conflict(
            f"{host}:{port}, the address of {name}, is already in use. "
            f"Stop the program that uses it, or set another address with {variable}."
        )
