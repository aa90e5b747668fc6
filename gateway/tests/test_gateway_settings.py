"""Settings of the gateway, and the errors when they are missing or malformed."""

from typing import Any

import pytest
from support.fake_services import FakeFleet

from fleet.settings import SettingsError, load_settings
from gateway.main import create_app
from gateway.settings import SERVICES, Settings, url_field

URLS = {url_field(service): f"http://127.0.0.1:{8001 + n}" for n, service in enumerate(SERVICES)}


def test_default_origins_are_the_contracts() -> None:
    """Without CORS_ORIGINS the contract's three origins are allowed."""
    assert load_settings(Settings).cors_origins == (
        "http://localhost:5173",
        "http://localhost:3000",
        "http://localhost:5174",
    )


def test_origins_are_normalized(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks, capitals and a trailing slash in CORS_ORIGINS are ignored."""
    monkeypatch.setenv("CORS_ORIGINS", " https://Shop.example/ ,http://localhost:9000")
    assert load_settings(Settings).cors_origins == ("https://shop.example", "http://localhost:9000")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "localhost:5173"),
        ("CORS_ORIGINS", "http://localhost:5173/app"),
        ("INVENTORY_URL", "127.0.0.1:8001"),
        ("FORECAST_URL", "ftp://127.0.0.1"),
        ("SEGMENTATION_URL", "http://"),
        ("STRATEGY_URL", "http://127.0.0.1:port"),
        ("GENAI_URL", "http://127.0.0.1:8005?x=1"),
        ("CAMPAIGN_URL", "http://127.0.0.1:8006 "),
        ("DASHBOARD_SECONDS", "0"),
        ("COPY_SECONDS", "soon"),
    ],
)
def test_malformed_variables_are_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """A malformed variable fails at start with an error that names it."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable} cannot be used: .*\\.$"):
        load_settings(Settings)


def test_invalid_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error about an invalid address never shows it, because it may contain a password."""
    monkeypatch.setenv("GENAI_URL", "http://me:hunter2@127.0.0.1:8005")
    with pytest.raises(SettingsError) as refused:
        load_settings(Settings)
    assert "hunter2" not in str(refused.value)


def test_missing_addresses_are_named() -> None:
    """A service without address and transport fails at start, and its variable is named."""
    urls: dict[str, Any] = {name: url for name, url in URLS.items() if name != "genai_url"}
    with pytest.raises(SettingsError, match=r"GENAI_URL must be set.*genai-svc"):
        create_app(load_settings(Settings, **urls))


def test_addresses_are_not_needed_in_one_process(fleet: FakeFleet) -> None:
    """With a transport for each service no address is needed, and both may be mixed."""
    create_app(Settings(), transports=fleet.transports())
    some = {name: t for name, t in fleet.transports().items() if name != "genai-svc"}
    create_app(Settings(genai_url="http://127.0.0.1:8005"), transports=some)


def test_unknown_transports_are_rejected(fleet: FakeFleet) -> None:
    """A transport for an unknown service is an error."""
    with pytest.raises(ValueError, match="no such service: weather-svc"):
        create_app(
            Settings(),
            transports=fleet.transports()
            | {"weather-svc": next(iter(fleet.transports().values()))},
        )


def test_unsafe_bind_is_rejected() -> None:
    """Binding beyond loopback requires ANONYMOUS_ROLE."""
    with pytest.raises(SettingsError, match="ANONYMOUS_ROLE"):
        load_settings(Settings, host="0.0.0.0")  # noqa: S104 - nothing is bound


@pytest.mark.parametrize(
    ("value", "origins", "trusted"),
    [
        ("none", (), ()),
        ("", ("http://localhost:5173", "http://localhost:3000", "http://localhost:5174"), ()),
        ("http://localhost:5173", ("http://localhost:5173",), ("http://localhost:5173",)),
    ],
)
def test_trusted_origins_are_only_configured_ones(
    monkeypatch: pytest.MonkeyPatch, value: str, origins: tuple[str, ...], trusted: tuple[str, ...]
) -> None:
    """`none` trusts no origin, the empty text means unset, and only listed origins are trusted."""
    monkeypatch.setenv("CORS_ORIGINS", value)
    settings = load_settings(Settings)
    assert (settings.cors_origins, settings.trusted_origins) == (origins, trusted)


def test_bind_beyond_loopback_requires_allowed_hosts() -> None:
    """Binding beyond loopback fails at start until ALLOWED_HOSTS is set."""
    given: dict[str, Any] = {"host": "0.0.0.0", "anonymous_role": "viewer"}  # noqa: S104 - nothing is bound
    with pytest.raises(SettingsError, match=r"ALLOWED_HOSTS is not set.*shop\.example\.com"):
        load_settings(Settings, **given)
    load_settings(Settings, **given, allowed_hosts="shop.example")
