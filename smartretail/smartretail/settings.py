"""Settings of the commands from the environment and `.env`; flags override both."""

from pathlib import Path
from typing import TypedDict

from pydantic import SecretStr

from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings, read_settings

ENV_FILE = ".env"


class CommandSettings(DocumentSettings, ServiceSettings):
    """Settings of commands that belong to no single service: state, documents, currency."""


class Overrides(TypedDict, total=False):
    """Settings that gateway and services are given alike; they win over the environment."""

    state_url: str
    caller_secret: SecretStr


def command_settings(state: Path | None = None) -> CommandSettings:
    """The settings of a command that serves nothing, so HOST is not checked.

    Args:
        state: The flag `--state`, which overrides STATE_URL.

    Raises:
        SettingsError: a variable is malformed.
    """
    return read_settings(CommandSettings, env_file=ENV_FILE, **state_override(state))


def state_override(state: Path | None) -> Overrides:
    """The flag `--state` as an override of STATE_URL."""
    return {} if state is None else {"state_url": str(state)}
