"""Invalid settings fail at start and are named."""

import pytest

from fleet.settings import ServiceSettings, SettingsError, load_settings


def test_empty_variable_uses_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set to the empty text counts as unset."""
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("ANONYMOUS_ROLE", "")
    settings = load_settings(ServiceSettings)
    assert (settings.host, settings.port, settings.anonymous_role) == ("127.0.0.1", 8000, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "loud"),
        ("ANONYMOUS_ROLE", "root"),
        ("CURRENCY", "pounds"),
        ("TIMEZONE", "Mars/Base"),
        ("STATE_URL", "s3://bucket"),
    ],
)
def test_invalid_variable_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable and never shows its value, which may be a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} cannot be used: .+") as caught:
        load_settings(ServiceSettings)
    assert value not in str(caught.value)


def test_every_invalid_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two invalid variables give two messages."""
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "y")
    with pytest.raises(SettingsError) as caught:
        load_settings(ServiceSettings)
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])  # noqa: S104 - refused below
def test_unsafe_bind_is_rejected(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Binding beyond loopback requires ANONYMOUS_ROLE, and the error names it."""
    monkeypatch.setenv("HOST", host)
    with pytest.raises(SettingsError, match="ANONYMOUS_ROLE"):
        load_settings(ServiceSettings)
    monkeypatch.setenv("ANONYMOUS_ROLE", "viewer")
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    assert load_settings(ServiceSettings).anonymous_role == "viewer"
