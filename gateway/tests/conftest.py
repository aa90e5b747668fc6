"""What the gateway's tests share. While one of them runs, nothing may leave the loopback."""

import ipaddress
import sys
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from support.fake_services import FakeFleet


class LeftTheLoopbackError(AssertionError):
    """A test tried to reach another machine."""


class _Guard:
    active = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: sees every connection and name look-up before it is made."""
    if not _Guard.active or event not in {"socket.connect", "socket.getaddrinfo"}:
        return
    address = arguments[1] if event == "socket.connect" else arguments[0]
    host: Any = cast("tuple[Any, ...]", address)[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if host in {None, "localhost"} or not isinstance(host, str) or host.startswith(("/", "\0")):
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise LeftTheLoopbackError(f"{event} to {host}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def loopback_only() -> Generator[None]:
    """Refuses every connection to another machine."""
    _Guard.active = True
    yield
    _Guard.active = False


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own settings change no test, and no test a developer's documents."""
    for name in (
        "HOST", "PORT", "ANONYMOUS_ROLE", "ALLOWED_HOSTS", "CORS_ORIGINS", "INVENTORY_URL",
        "FORECAST_URL", "SEGMENTATION_URL", "STRATEGY_URL", "GENAI_URL", "CAMPAIGN_URL",
        "CALLER_SECRET", "MONGODB_URI", "REFRESH_URL", "SESSION_SECRET",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCUMENTS_PATH", str(tmp_path / "documents.sqlite3"))


@pytest.fixture
async def fleet() -> FakeFleet:
    """Seven services that answer what they are told to."""
    return FakeFleet()


@pytest.fixture
async def client(fleet: FakeFleet) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of a gateway in front of them."""
    async with fleet.gateway() as client:
        yield client
