"""Stores of both kinds, the service on top of them, and copies to save."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from support.campaign_client import SECRET, Ask, CampaignClient
from support.mongo_server import MongoServer

from campaign_svc import main
from campaign_svc.settings import Settings
from fleet.callers import CALLER_HEADER, Caller, CallerSigner
from fleet.documents import DocumentStore, open_documents
from smartretail.in_process import InProcessTransport

MakeCopy = Callable[..., dict[str, Any]]
MakeApp = Callable[[Settings], FastAPI]
Save = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "mongodb"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an empty store of each kind."""
    if request.param == "sqlite":
        return Settings(mongodb_uri=None, documents_path=tmp_path / "documents.sqlite3")
    server: MongoServer = request.getfixturevalue("mongo")
    return Settings(mongodb_uri=SecretStr(server.uri), mongodb_database=f"test_{tmp_path.name}")


@pytest.fixture
async def documents(settings: Settings) -> AsyncGenerator[DocumentStore]:
    """The store itself, as another program accesses it."""
    async with open_documents(settings) as store:
        yield store


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """Creates the app without its background sweeps, so a test sees the state before one."""

    async def idle(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(main, "sweep_regularly", idle)
    return main.create_app


@pytest.fixture
async def client(settings: Settings, make_app: MakeApp) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the running service, in this process."""
    app = make_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=InProcessTransport(app), base_url="http://127.0.0.1:8006"
        ) as client,
    ):
        yield client


@pytest.fixture
def make_copy() -> MakeCopy:
    """A copy for `22423` and regular customers, with other fields where named."""

    def make(**fields: Any) -> dict[str, Any]:
        return {
            "email_subject": "25% off",
            "email_body": "Hello,\n\n25% off this week.",
            "whatsapp_message": "25% off 🎁",
            "stock_code": "22423",
            "objective": "Clear Stock",
            "target_cluster": "Regular Customers",
            "discount": 25,
            "product_description": "REGENCY CAKESTAND 3 TIER",
            "generated_at": "2011-09-09T08:30:00Z",
            "provider": "template",
            "model": None,
            "prompt_version": "1",
            "question": "q1",
            "inputs": {"tone": "friendly", "row": {"Discount": 25}},
        } | fields

    return make


@pytest.fixture
def save(client: httpx.AsyncClient, make_copy: MakeCopy) -> Save:
    """PUT of a copy under its own id; the answer, which must be a 200."""

    async def put(*, fresh: bool = False, **fields: Any) -> dict[str, Any]:
        copy = make_copy(**fields)
        campaign_id = quote(f"{copy['stock_code']}_{copy['target_cluster']}", safe="")
        answer = await client.put(
            f"/internal/campaigns/{campaign_id}",
            json=copy,
            params={"fresh": "true"} if fresh else {},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return put


@pytest.fixture
async def ask(settings: Settings, make_app: MakeApp) -> AsyncGenerator[Ask]:
    """Send requests as a given caller, signed as the gateway signs them."""
    app = make_app(settings.model_copy(update={"caller_secret": SECRET}))
    signer = CallerSigner(SECRET)

    async def send(
        caller: Caller, method: str, path: str, *, if_match: str | None = None, **request: Any
    ) -> httpx.Response:
        headers = {CALLER_HEADER: signer.sign(caller, method, unquote(path.partition("?")[0]))}
        headers |= {} if if_match is None else {"If-Match": if_match}
        return await client.request(method, path, headers=headers, **request)

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=InProcessTransport(app), base_url="http://127.0.0.1:8006"
        ) as client,
    ):
        yield send


@pytest.fixture
def campaign(ask: Ask, make_copy: MakeCopy) -> CampaignClient:
    """A client of one campaign that does not exist yet."""
    return CampaignClient(ask, make_copy)
