"""The whole product with a scripted Gemini and its own store."""

import importlib.util
import logging
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from support.apps import serve_app
from support.gemini_server import GeminiServer
from support.waiting import until

from gateway.main import create_app as create_gateway
from gateway.settings import Settings as GatewaySettings
from gateway.settings import url_field
from smartretail.one_process import create_one_process, shared_caller_secret
from smartretail.services import load_services

KEY = "AIza-loopback-9876543210-never-to-be-seen"
Deployment = Literal["one process", "sockets"]
Shop = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
_SUITE = Path(__file__).parents[2] / "genai-svc/tests/claims_suite/suite.py"


@pytest.fixture
def no_key_in_output(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Generator[str]:
    """A configured key; after the test no log at DEBUG, output or stored file has it."""
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    for name in ("", "google_genai", "httpx", "httpcore", "aiohttp", "asyncio", "langchain"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    yield KEY
    printed = capfd.readouterr()
    assert "gateway" in printed.out + printed.err, "nothing was logged, so nothing was looked at"
    assert KEY not in caplog.text + printed.out + printed.err
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored, "nothing was stored, so nothing was looked at"
    assert not [path for path in stored if KEY.encode() in path.read_bytes()]


@pytest.fixture
def shop(
    small_state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_key_in_output: str
) -> Shop:
    """Serves the product with a scripted Gemini, in one process or as services over sockets."""
    assert no_key_in_output
    monkeypatch.chdir(tmp_path)

    @asynccontextmanager
    async def open_shop(
        gemini: GeminiServer, deployment: Deployment = "one process", **environment: str
    ) -> AsyncGenerator[httpx.AsyncClient]:
        quick = {
            "COPY_BACKOFF_SECONDS": "0.01",
            "COPY_BREAKER_FAILURES": "1000",
            "DOCUMENTS_PATH": str(tmp_path / "documents.sqlite3"),
            "GOOGLE_GEMINI_BASE_URL": gemini.url,
        }
        for name, value in (quick | environment).items():
            monkeypatch.setenv(name, value)
        serve = _one_process if deployment == "one process" else _over_sockets
        async with serve(small_state) as client:
            await until(lambda: _can_write(client))
            yield client

    return open_shop


async def _can_write(client: httpx.AsyncClient) -> bool:
    return bool((await client.get("/v1/copy/provider")).json()["ready"])


@asynccontextmanager
async def _one_process(state: Path) -> AsyncGenerator[httpx.AsyncClient]:
    shared: dict[str, Any] = {"state_url": str(state), **shared_caller_secret()}
    app = create_one_process(GatewaySettings(**shared), load_services(**shared))
    async with serve_app(app) as client:
        yield client


@asynccontextmanager
async def _over_sockets(state: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """Each service with its own server, like seven processes."""
    shared: dict[str, Any] = {"state_url": str(state), **shared_caller_secret()}
    async with AsyncExitStack() as stack:
        addresses: dict[str, Any] = {}
        for name, build in load_services(**shared).items():
            client = await stack.enter_async_context(serve_app(build()))
            addresses[url_field(name)] = str(client.base_url).rstrip("/")  # pyright: ignore[reportArgumentType] - the names are those of the services
        gateway = create_gateway(GatewaySettings(**shared, **addresses))
        yield await stack.enter_async_context(serve_app(gateway))


@pytest.fixture(scope="session")
def suite() -> Any:
    """The reader of the claims suite, whose folder is not a package."""
    spec = importlib.util.spec_from_file_location("claims_suite_of_copy", _SUITE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
