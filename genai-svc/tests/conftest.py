"""genai-svc with a scripted Gemini, and a key that must not appear anywhere."""

import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from support.apps import serve_app
from support.gemini_server import GeminiServer, Serve
from support.waiting import until

from genai_svc.main import create_app
from genai_svc.settings import Settings

KEY = "AIza-loopback-0123456789-never-to-be-seen"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GEMINI_MODEL", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="key")
def _key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    return KEY


@pytest.fixture
def no_key_in_logs(
    key: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Generator[None]:
    """After the test: no log line of any library at DEBUG and no output has the key."""
    for name in ("", "google_genai", "httpx", "httpcore", "aiohttp", "asyncio", "langchain"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    yield
    printed = capfd.readouterr()
    assert key not in caplog.text + printed.out + printed.err


@pytest.fixture(name="serve")
def _serve(key: str) -> Serve:
    """Serves genai-svc with a scripted Gemini, once its client is created."""

    @asynccontextmanager
    async def serve(server: GeminiServer, **settings: Any) -> AsyncGenerator[httpx.AsyncClient]:
        quick: dict[str, Any] = {
            "gemini_budget_seconds": 5,
            "copy_backoff_seconds": 0.01,
            **settings,
        }
        app = create_app(Settings(google_gemini_base_url=server.url, **quick))
        async with serve_app(app) as client:

            async def is_ready() -> bool:
                return (await client.get("/v1/copy/provider")).json()["ready"]

            await until(is_ready)
            yield client
        assert key not in str(client)

    return serve
