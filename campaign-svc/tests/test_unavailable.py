"""The service without its store: running, reporting it, and recovering by itself."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import SecretStr
from support.apps import serve_app
from support.mongo_server import MongoServer
from support.waiting import until

from campaign_svc.main import create_app
from campaign_svc.settings import Settings

MakeCopy = Callable[..., dict[str, Any]]


def path_of(campaign_id: str, *, tail: str = "") -> str:
    """The path of a campaign, its id escaped."""
    return f"/v1/campaigns/{quote(campaign_id, safe='')}{tail}"


ID = "22423_Regular Customers"
SAVING = path_of(ID).replace("/v1/", "/internal/")
READING = ("/generated-campaigns", "/v1/campaigns", "/v1/campaigns/summary", path_of(ID))


def requests_of(client: httpx.AsyncClient, copy: dict[str, object]) -> list[httpx.Request]:
    """One request for each route that needs the store."""
    reading = [client.build_request("GET", path) for path in READING]
    return [*reading, client.build_request("PUT", SAVING, json=copy)]


async def expect_unavailable(client: httpx.AsyncClient, copy: dict[str, object]) -> str:
    """Every route is 503, and the service is live but not ready; returns the reason."""
    for request in requests_of(client, copy):
        answer = await client.send(request)
        assert answer.status_code == 503
        assert answer.json()["code"] == "documents_unavailable"
        assert "Retry-After" in answer.headers
    assert (await client.get("/health/live")).status_code == 200
    ready = await client.get("/health/ready")
    assert ready.status_code == 503
    return ready.json()["checks"]["documents"]["detail"]


async def test_service_recovers_when_mongodb_returns(tmp_path: Path, make_copy: MakeCopy) -> None:
    """With MongoDB unreachable it starts, reports why it is not ready, and serves later."""
    server = MongoServer(tmp_path / "server")
    settings = Settings(
        mongodb_uri=SecretStr(server.uri), documents_path=tmp_path / "never.sqlite3"
    )
    async with serve_app(create_app(settings)) as client:

        async def is_ready() -> bool:
            return (await client.get("/health/ready")).status_code == 200

        detail = await expect_unavailable(client, make_copy())
        assert f"MongoDB at 127.0.0.1:{server.port}" in detail
        await asyncio.to_thread(server.__enter__)
        try:
            await until(is_ready)
            assert (await client.put(SAVING, json=make_copy())).status_code == 200
        finally:
            server.kill()
        await expect_unavailable(client, make_copy())
    assert not settings.documents_path.exists()  # never another store


@pytest.mark.parametrize("path", ["file/documents.sqlite3", "."])
async def test_unwritable_documents_path_is_named(
    tmp_path: Path, path: str, make_copy: MakeCopy
) -> None:
    """An unwritable DOCUMENTS_PATH is a 503 whose message names the variable."""
    (tmp_path / "file").write_text("")
    settings = Settings(documents_path=tmp_path / path)
    async with serve_app(create_app(settings)) as client:
        assert "DOCUMENTS_PATH" in await expect_unavailable(client, make_copy())


@pytest.mark.long
async def test_routes_answer_quickly_without_the_store(tmp_path: Path, make_copy: MakeCopy) -> None:
    """Without its database every route answers within 2 s."""
    server = MongoServer(tmp_path / "server")  # never started
    async with serve_app(create_app(Settings(mongodb_uri=SecretStr(server.uri)))) as client:
        for request in requests_of(client, make_copy()):
            started = time.monotonic()
            assert (await client.send(request)).status_code == 503
            assert time.monotonic() - started < 2
