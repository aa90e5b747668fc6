"""Fixtures shared by the gateway's tests."""

from collections.abc import AsyncGenerator, Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.fake_services import FakeFleet

import gateway.main
from fleet.single_flight import SingleFlight
from gateway.pages.built import read_pages

read_pages_once = cache(read_pages)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests ignore the developer's settings and leave the developer's documents unchanged."""
    for name in (
        "HOST", "PORT", "ANONYMOUS_ROLE", "ALLOWED_HOSTS", "CORS_ORIGINS", "INVENTORY_URL",
        "FORECAST_URL", "SEGMENTATION_URL", "STRATEGY_URL", "GENAI_URL", "CAMPAIGN_URL",
        "CALLER_SECRET", "MONGODB_URI", "REFRESH_URL", "SESSION_SECRET",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCUMENTS_PATH", str(tmp_path / "documents.sqlite3"))


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The built page is compressed once, not for every gateway."""
    monkeypatch.setattr(gateway.main, "read_pages", read_pages_once)


@pytest.fixture
async def fleet() -> FakeFleet:
    """Seven fake services with configurable answers."""
    return FakeFleet()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many callers are waiting for copy, including those that joined another call."""
    counted, run = 0, SingleFlight[Any].run

    async def counting(self: SingleFlight[Any], *arguments: Any, **options: Any) -> Any:
        nonlocal counted
        counted += 1
        try:
            return await run(self, *arguments, **options)
        finally:
            counted -= 1

    monkeypatch.setattr(SingleFlight, "run", counting)
    return lambda: counted


@pytest.fixture
async def client(fleet: FakeFleet) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of a gateway in front of them."""
    async with fleet.gateway() as client:
        yield client
