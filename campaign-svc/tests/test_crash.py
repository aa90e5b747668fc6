"""Power cuts: service processes and the database server are killed during saves."""

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.mongo_server import MongoServer

from campaign_svc.campaigns.records import text_of
from campaign_svc.campaigns.repository import CampaignRepository
from campaign_svc.main import campaigns_in
from fleet.documents import Document, DocumentSettings, open_documents

MakeCopy = Callable[..., dict[str, Any]]
SERVICES, WRITERS_EACH, ROUNDS = 2, 4, 20
CODES = ("22423", "a/b", "085123A")
Acknowledged = list[tuple[str, int, str]]
"""Campaign, version, question."""


class Service:
    """One campaign-svc process."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        with (folder / f"{port}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "campaign_svc"],
                env={**environment, "PORT": str(port)},
                cwd=folder,
                stdout=log,
                stderr=log,
            )

    async def ready(self, client: httpx.AsyncClient) -> None:
        """Wait until it can save."""
        give_up_at = time.monotonic() + 60
        while not await self._answers(client):
            assert self.process.poll() is None, "the service ended at its start"
            assert time.monotonic() < give_up_at
            await asyncio.sleep(0.05)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        try:
            answer = await client.get(f"{self.url}/health/ready")
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


class Store:
    """A store that services in other processes share."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.server = MongoServer(folder / "server") if kind == "mongodb" else None
        self.path = folder / "documents.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that name it."""
        inherited = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        uri = self.server.uri if self.server is not None else ""
        return {**inherited, "MONGODB_URI": uri, "DOCUMENTS_PATH": str(self.path)}

    def start(self) -> None:
        """Start the server, where there is one."""
        if self.server is not None:
            self.server.__enter__()

    def kill(self) -> None:
        """End the server as a power cut would, where there is one."""
        if self.server is not None:
            self.server.kill()

    def settings(self) -> DocumentSettings:
        """To look into it afterwards."""
        uri = self.server.uri if self.server is not None else None
        return DocumentSettings.model_validate(
            {"mongodb_uri": uri, "documents_path": str(self.path)}
        )


@pytest.fixture(params=["sqlite", "mongodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Store]:
    """An empty store of each kind."""
    store = Store(request.param, tmp_path)
    yield store
    store.kill()


@pytest.mark.long
async def test_acknowledged_saves_survive_kill(
    store: Store, tmp_path: Path, make_copy: MakeCopy
) -> None:
    """After rounds of kill -9 every acknowledged version exists once, without gaps."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails, to run it again
    dice = random.Random(seed)  # noqa: S311 - no secret
    acknowledged: Acknowledged = []
    for number in range(ROUNDS):
        await asyncio.to_thread(store.start)
        await _round(store, tmp_path, make_copy, acknowledged, dice, number)
    await asyncio.to_thread(store.start)
    await _check(store, acknowledged)


async def _round(
    store: Store,
    folder: Path,
    make_copy: MakeCopy,
    acknowledged: Acknowledged,
    dice: random.Random,
    number: int,
) -> None:
    """Save from many clients through several services, then kill them."""
    services = [Service(store.environment, folder) for _ in range(SERVICES)]
    victims: list[Service | Store] = [*services, store]
    dice.shuffle(victims)
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        savers: list[asyncio.Task[None]] = []
        try:
            await asyncio.gather(*(service.ready(client) for service in services))
            savers = [
                asyncio.create_task(
                    _save_until_cut(client, service, make_copy, f"{number}-{n}", acknowledged)
                )
                for n, service in enumerate(services * WRITERS_EACH)
            ]
            await _saves_flow(acknowledged, len(acknowledged) + 10)
            await asyncio.sleep(dice.uniform(0, 1))
        finally:
            for victim in victims:
                victim.kill()
                await asyncio.sleep(dice.choice((0, 0, dice.uniform(0, 0.1))))
        await asyncio.gather(*savers)


async def _saves_flow(acknowledged: Acknowledged, count: int) -> None:
    give_up_at = time.monotonic() + 30
    while len(acknowledged) < count:
        assert time.monotonic() < give_up_at, "saves do not come through"
        await asyncio.sleep(0.01)


async def _save_until_cut(
    client: httpx.AsyncClient,
    service: Service,
    make_copy: MakeCopy,
    name: str,
    acknowledged: Acknowledged,
) -> None:
    """Save one new question after the other, and note each that was acknowledged.

    Between saves a campaign is now and then submitted or returned, so that moves are cut as well.
    """
    for number in range(100_000):
        code, question = CODES[number % len(CODES)], f"{name}-{number}"
        copy = make_copy(stock_code=code, question=question, email_body=question)
        path = f"/internal/campaigns/{code.replace('/', '%2F')}_Regular%20Customers"
        try:
            answer = await client.put(f"{service.url}{path}", json=copy)
            if number % 3 == 0:
                await _move(client, service, path, ("submit", "return")[number % 2])
        except httpx.TransportError:
            return
        if answer.status_code == 200:
            saved = answer.json()
            acknowledged.append((saved["id"], saved["version"], saved["question"]))
        else:  # only the store may be away: anything else is a defect
            assert answer.status_code == 503, answer.text
            await asyncio.sleep(0.01)


async def _move(client: httpx.AsyncClient, service: Service, path: str, name: str) -> None:
    """Change the status, which another client or an unavailable store may prevent."""
    public = path.replace("/internal/", "/v1/")
    answer = await client.post(f"{service.url}{public}:{name}", json={})
    assert answer.status_code in {200, 404, 409, 503}, answer.text


async def _check(store: Store, acknowledged: Acknowledged) -> None:
    async with open_documents(store.settings()) as documents:
        repository = CampaignRepository(documents)
        for code in CODES:
            campaign_id = f"{code}_Regular Customers"
            found = await campaigns_in(documents).get(campaign_id)
            versions = await _all_versions(repository, campaign_id)
            assert [one["saved_version"] for one in versions] == list(range(len(versions), 0, -1))
            assert found.state.version == len(versions)
            await _no_gap_in_the_log(repository, campaign_id, found.revision)
            texts = [one["record"] for one in versions]
            assert text_of(found.record) == texts[0]
            stored = {one["saved_version"]: one["record"] for one in versions}
            for _, version, question in [one for one in acknowledged if one[0] == campaign_id]:
                assert stored[version]["question"] == question
                assert stored[version]["email_body"] == question
            questions = Counter(one["question"] for one in texts)
            assert max(questions.values()) == 1, "a question was stored twice"


async def _no_gap_in_the_log(
    repository: CampaignRepository, campaign_id: str, revision: int
) -> None:
    """Every revision up to the current one exists once."""
    revisions: list[int] = []
    cursor: str | None = None
    while True:
        page, total = await repository.entries(campaign_id, after=cursor, limit=500)
        revisions += [entry["revision"] for entry in page.documents]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert revisions == list(range(revision, 0, -1))
    assert total == revision


async def _all_versions(repository: CampaignRepository, campaign_id: str) -> list[Document]:
    versions: list[Document] = []
    cursor: str | None = None
    while True:
        page, total = await repository.versions(campaign_id, after=cursor, limit=500)
        versions += page.documents
        cursor = page.next_cursor
        if cursor is None:
            assert len(versions) == total
            return versions
