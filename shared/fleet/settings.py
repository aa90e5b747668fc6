"""Settings from the environment; errors stop the start with a sentence that names the variable.

An environment variable has its field's name in upper case; an empty value counts as unset. If it is
unset, a file with its name in /run/secrets is used, where containers get their secrets.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from contract.permissions import Role
from fleet.hosts import LOOPBACK

AnonymousRole = Literal[Role, "none"]
CommaSeparated = Annotated[tuple[str, ...], NoDecode]
_CURRENCY_LENGTH = 3
_SECRET_LENGTH = 32
SECRETS_FOLDER = Path("/run/secrets")


class SettingsError(Exception):
    """A setting is missing or malformed; the text names the variable and what to do."""


class ServiceSettings(BaseSettings):
    """Settings that every service reads.

    Attributes:
        anonymous_role: Role of callers without a key; `none` refuses all of them, unset allows only
            those on this machine.
        anonymous_role_with_keys: Their role once a key exists; if unset, viewer at most.
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    state_url: str = "var/state"
    anonymous_role: AnonymousRole | None = None
    anonymous_role_with_keys: AnonymousRole | None = None
    caller_secret: SecretStr | None = None
    allowed_hosts: CommaSeparated = ()
    currency: str = "USD"
    timezone: str = "UTC"

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return split_commas(value)

    @field_validator("caller_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        return long_enough(value, "the same to every service")

    @field_validator("state_url")
    @classmethod
    def _folder(cls, value: str) -> str:
        if "://" in value and not value.startswith("file://"):
            raise ValueError("only a folder is supported so far; give a path")
        return value.removeprefix("file://")

    @field_validator("currency")
    @classmethod
    def _iso_4217(cls, value: str) -> str:
        if not (len(value) == _CURRENCY_LENGTH and value.isascii() and value.isalpha()):
            raise ValueError("give an ISO 4217 code such as GBP")
        return value.upper()

    @field_validator("timezone")
    @classmethod
    def _iana(cls, value: str) -> str:
        if value not in _timezones():
            raise ValueError("give an IANA name such as Europe/London")
        return value

    @property
    def loopback_only(self) -> bool:
        """Whether no other machine can reach the bound address."""
        return self.host in LOOPBACK

    @property
    def state_folder(self) -> Path:
        """The state folder."""
        return Path(self.state_url)


@cache
def _timezones() -> frozenset[str]:
    # Reads hundreds of files.
    return frozenset(available_timezones())


def long_enough(value: SecretStr | None, shared_with: str) -> SecretStr | None:
    """The secret, if it is long enough.

    Raises:
        ValueError: it is too short; `shared_with` tells who needs the same secret.
    """
    if value is not None and len(value.get_secret_value()) < _SECRET_LENGTH:
        raise ValueError(f"give at least {_SECRET_LENGTH} random characters, {shared_with}")
    return value


def split_commas(value: object) -> object:
    """`"a, b"` → `("a", "b")`; values that aren't text are unchanged."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


S = TypeVar("S", bound=BaseSettings)


def load_settings(
    kind: type[S],
    *,
    env_file: str | None = None,
    bind_policy: Callable[[Any], None] | None = None,
    **overrides: Any,
) -> S:
    """Read `kind` from the environment (and `env_file`, which the environment overrides).

    Args:
        kind: The settings to read.
        env_file: A file with variables for those that the environment doesn't set.
        bind_policy: Check that refuses an unsafe HOST, instead of `require_safe_bind`.
        overrides: Take precedence over both.

    Raises:
        SettingsError: a variable is malformed, or HOST would give anyone access; the text has one
            sentence per variable.
    """
    settings = read_settings(kind, env_file=env_file, **overrides)
    if isinstance(settings, ServiceSettings):
        (bind_policy or require_safe_bind)(settings)
    return settings


def read_settings(kind: type[S], *, env_file: str | None = None, **overrides: Any) -> S:
    """Read settings for an app that binds no address itself, because a platform runs it.

    Callers without a key then have no role, unless ANONYMOUS_ROLE gives them one.

    Raises:
        SettingsError: a variable is malformed; the text has one sentence per variable.
    """
    try:
        folder = SECRETS_FOLDER if SECRETS_FOLDER.is_dir() else None
        return kind(_env_file=env_file, _secrets_dir=folder, **overrides)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(kind, error))) from None


def require_safe_bind(settings: ServiceSettings) -> None:
    """Refuse an address that others can reach unless access is configured explicitly.

    Raises:
        SettingsError: HOST is not a loopback address, and ANONYMOUS_ROLE and CALLER_SECRET are both
            unset, or ALLOWED_HOSTS is unset.
    """
    if settings.caller_secret is None and is_unsafe_bind(settings):
        raise SettingsError(
            f"HOST is {settings.host}, which other machines can reach, and callers without a key "
            "have no role. Set ANONYMOUS_ROLE to viewer, planner, approver or admin to allow "
            "them, set CALLER_SECRET so that only requests from the gateway are accepted, or bind "
            "to 127.0.0.1."
        )
    require_allowed_hosts(settings)


def require_allowed_hosts(settings: ServiceSettings) -> None:
    """Refuse an address that others can reach unless its host names are configured.

    Raises:
        SettingsError: HOST is not a loopback address, and ALLOWED_HOSTS is not set.
    """
    if not settings.loopback_only and not settings.allowed_hosts:
        raise SettingsError(
            f"HOST is {settings.host}, which other machines can reach, and ALLOWED_HOSTS is not "
            "set. Set it to the host names that clients use for it, such as shop.example.com, "
            "or bind to 127.0.0.1."
        )


def is_unsafe_bind(settings: ServiceSettings) -> bool:
    """Whether others can reach the bound address although no role is set for them."""
    return not settings.loopback_only and settings.anonymous_role in {None, "none"}


def _sentences(kind: type[BaseSettings], error: ValidationError) -> list[str]:
    """One sentence per bad variable, without its value, which may be a secret."""
    sentences: list[str] = []
    for item in error.errors(include_input=False, include_url=False):
        name = str(item["loc"][0]).upper() if item["loc"] else kind.__name__
        reason = item.get("ctx", {}).get("error") or item["msg"]
        sentences.append(f"{name} cannot be used: {str(reason).rstrip('.')}.")
    return sentences


def secret(value: SecretStr | None) -> str | None:
    """The secret's text."""
    return None if value is None else value.get_secret_value()
