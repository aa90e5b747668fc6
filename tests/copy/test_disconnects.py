"""A disconnecting client cancels the model call made for it, through the gateway too."""

import asyncio
import json
from collections.abc import Hashable
from typing import Any

import httpx
import pytest
from support.gemini_server import gemini_server, never_answers, returns_text, stalls
from support.model_behaviours import GOOD, NAME, REQUEST, TEXTS
from support.waiting import until

from fleet.single_flight import SingleFlight

pytestmark = [
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
]
DEPLOYMENTS = ("one process", "sockets")
PATHS = ("/generate-campaign", "/v1/copy")


async def body_for(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """The same request for either route."""
    code = (await client.get("/inventory")).json()[0]["StockCode"]
    if path == "/v1/copy":
        return REQUEST | {"stock_code": code}
    names = {"Objective": "objective", "TargetCluster": "target_cluster", "Discount": "discount"}
    row = {theirs: REQUEST[ours] for theirs, ours in names.items()}
    return row | {"StockCode": code, "ProductDescription": NAME.upper()}


async def disconnect(asking: asyncio.Task[httpx.Response]) -> None:
    """Close the connection of a running request."""
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


def record_waiting(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that records the key of each caller waiting for a call, from now on."""
    keys: list[object] = []
    run = SingleFlight[Any].run

    async def counted(self: SingleFlight[Any], key: Hashable, *rest: Any, **limit: Any) -> Any:
        keys.append(key)
        return await run(self, key, *rest, **limit)

    monkeypatch.setattr(SingleFlight, "run", counted)
    return keys


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("behave", [never_answers, stalls])
async def test_disconnect_cancels_the_call(
    shop: Any, deployment: str, path: str, behave: Any
) -> None:
    """Three clients disconnect within a budget of 60 s: three calls are cancelled early."""
    async with (
        gemini_server(behave) as gemini,
        shop(gemini, deployment, GEMINI_BUDGET_SECONDS="60", COPY_SECONDS="90") as client,
    ):
        body = await body_for(client, path)
        for number in range(1, 4):
            asking = asyncio.create_task(client.post(path, json=body))
            await until(lambda: len(gemini.requests) == number, 30)  # noqa: B023 - used up in this round
            await disconnect(asking)
            await until(lambda: gemini.disconnected == number, 30)  # noqa: B023 - the same
        assert (await client.get("/generated-campaigns")).json() == {}
        gemini.follow(GOOD)
        assert (await client.post(path, json=body)).json()["provider"] == "gemini"


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
@pytest.mark.parametrize("path", PATHS)
async def test_shared_call_survives_one_disconnect(
    shop: Any, deployment: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call continues for the remaining client, whichever asked first."""
    may_answer = asyncio.Event()
    joined = record_waiting(monkeypatch)

    async def slow(writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await returns_text(json.dumps(TEXTS))(writer)

    async with gemini_server(slow) as gemini, shop(gemini, deployment) as client:
        body = await body_for(client, path)
        leaving = asyncio.create_task(client.post(path, json=body))
        await until(lambda: bool(gemini.requests), 30)
        before = len(joined)
        staying = asyncio.create_task(client.post(path, json=body))
        await until(lambda: len(joined) > before, 30)
        await disconnect(leaving)
        may_answer.set()
        answer = await staying
    assert (answer.json()["provider"], len(gemini.requests), gemini.disconnected) == (
        "gemini",
        1,
        0,
    )
