"""What the commands read from the environment and `.env`; flags win over both."""

from pathlib import Path
from typing import TypedDict

from pydantic import SecretStr

from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings, read_settings

ENV_FILE = ".env"


class CommandSettings(DocumentSettings, ServiceSettings):
    """State, documents, currency: what a command needs that belongs to no single service."""


class Overrides(TypedDict, total=False):
    """Settings that gateway and services are given alike; they win over the environment."""

    state_url: str
    caller_secret: SecretStr


def command_settings(state: Path | None = None) -> CommandSettings:
    """The settings of a command that serves nothing, so that HOST does not matter.

    Args:
        state: The flag `--state`, which wins over STATE_URL.

    Raises:
        SettingsError: a variable is malformed.
    """
    return read_settings(CommandSettings, env_file=ENV_FILE, **state_override(state))


def state_override(state: Path | None) -> Overrides:
    """The flag `--state` as an override of STATE_URL."""
    return {} if state is None else {"state_url": str(state)}
