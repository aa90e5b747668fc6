"""Secrets in files: compose's own, and those that settings read."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fleet import settings as settings_module
from fleet.secret_files import ensure_secret
from fleet.settings import ServiceSettings, SettingsError, load_settings


def test_secret_is_made_once(tmp_path: Path) -> None:
    """The first call writes a private file, a second leaves it alone, and nothing else remains."""
    file = tmp_path / "caller_secret"
    ensure_secret(file)
    first = file.read_text()
    ensure_secret(file)
    assert file.read_text() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_concurrent_makers_share_one_secret(tmp_path: Path) -> None:
    """Of many that start at once, the first one's secret stays."""
    file = tmp_path / "caller_secret"

    def make(_: int) -> str:
        ensure_secret(file)
        return file.read_text()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(32)))) == 1


def test_settings_read_secret_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret file sets its setting; a variable that is set and not empty takes precedence."""
    monkeypatch.setattr(settings_module, "SECRETS_FOLDER", tmp_path)
    ensure_secret(tmp_path / "caller_secret")
    monkeypatch.setenv("CALLER_SECRET", "")
    found = load_settings(ServiceSettings).caller_secret
    assert found is not None
    assert found.get_secret_value() == (tmp_path / "caller_secret").read_text()
    monkeypatch.setenv("CALLER_SECRET", "x" * 32)
    found = load_settings(ServiceSettings).caller_secret
    assert found is not None
    assert found.get_secret_value() == "x" * 32


def test_short_secret_file_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is validated like a variable, and its content is not shown."""
    monkeypatch.setattr(settings_module, "SECRETS_FOLDER", tmp_path)
    (tmp_path / "caller_secret").write_text("guessable")
    with pytest.raises(SettingsError, match="CALLER_SECRET") as refused:
        load_settings(ServiceSettings)
    assert "guessable" not in str(refused.value)
