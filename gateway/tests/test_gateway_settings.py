"""Settings of the gateway: what it needs, and what it says when that is missing or malformed."""

from typing import Any

import pytest
from support.fake_services import FakeFleet

from fleet.settings import SettingsError, load_settings
from gateway.main import create_app
from gateway.settings import SERVICES, Settings, url_field

URLS = {url_field(service): f"http://127.0.0.1:{8001 + n}" for n, service in enumerate(SERVICES)}


def test_origins_default_to_the_contracts_three() -> None:
    """Without CORS_ORIGINS the three origins of the contract may call."""
    assert load_settings(Settings).cors_origins == (
        "http://localhost:5173",
        "http://localhost:3000",
        "http://localhost:5174",
    )


def test_origins_are_read_as_browsers_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks, capitals and a closing slash in CORS_ORIGINS do not matter."""
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
    """A malformed variable stops the start with a sentence that names it."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable} cannot be used: .*\\.$"):
        load_settings(Settings)


def test_a_password_in_an_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence about a bad address never repeats it, for it may hold a password."""
    monkeypatch.setenv("GENAI_URL", "http://me:hunter2@127.0.0.1:8005")
    with pytest.raises(SettingsError) as refused:
        load_settings(Settings)
    assert "hunter2" not in str(refused.value)


def test_missing_addresses_are_named() -> None:
    """A service without address and transport stops the wiring, and its variable is named."""
    urls: dict[str, Any] = {name: url for name, url in URLS.items() if name != "genai_url"}
    with pytest.raises(SettingsError, match=r"GENAI_URL must be set.*genai-svc"):
        create_app(load_settings(Settings, **urls))


def test_addresses_are_not_needed_in_one_process(fleet: FakeFleet) -> None:
    """With a transport for each service no address has to be set, and both may be mixed."""
    create_app(Settings(), transports=fleet.transports())
    some = {name: t for name, t in fleet.transports().items() if name != "genai-svc"}
    create_app(Settings(genai_url="http://127.0.0.1:8005"), transports=some)


def test_unknown_transports_are_refused(fleet: FakeFleet) -> None:
    """A transport for a service that does not exist is a mistake, not something to ignore."""
    with pytest.raises(ValueError, match="no such service: weather-svc"):
        create_app(
            Settings(),
            transports=fleet.transports()
            | {"weather-svc": next(iter(fleet.transports().values()))},
        )


def test_an_unsafe_bind_is_refused() -> None:
    """An address that others can reach needs ANONYMOUS_ROLE."""
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
def test_origins_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str, origins: tuple[str, ...], trusted: tuple[str, ...]
) -> None:
    """`none` names none, the empty text means unset, and only what is named is trusted."""
    monkeypatch.setenv("CORS_ORIGINS", value)
    settings = load_settings(Settings)
    assert (settings.cors_origins, settings.trusted_origins) == (origins, trusted)


def test_an_address_needs_its_names() -> None:
    """Bound to more than loopback, nothing starts before ALLOWED_HOSTS says what it is called."""
    given: dict[str, Any] = {"host": "0.0.0.0", "anonymous_role": "viewer"}  # noqa: S104 - nothing is bound
    with pytest.raises(SettingsError, match=r"ALLOWED_HOSTS is not set.*shop\.example\.com"):
        load_settings(Settings, **given)
    load_settings(Settings, **given, allowed_hosts="shop.example")
