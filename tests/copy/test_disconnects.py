"""A client that goes away ends the model's call that was made for it, through the gateway too."""

import asyncio
import json
from collections.abc import Hashable
from typing import Any

import httpx
import pytest
from support.gemini_server import gemini_server, says, sleeps, trickles
from support.model_behaviours import GOOD, NAME, REQUEST, TEXTS
from support.waiting import until

from fleet.single_flight import SingleFlight

pytestmark = [
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
]
WAYS = ("one process", "sockets")
PATHS = ("/generate-campaign", "/v1/copy")


async def body_for(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """The same question for either route."""
    code = (await client.get("/inventory")).json()[0]["StockCode"]
    if path == "/v1/copy":
        return REQUEST | {"stock_code": code}
    names = {"Objective": "objective", "TargetCluster": "target_cluster", "Discount": "discount"}
    row = {theirs: REQUEST[ours] for theirs, ours in names.items()}
    return row | {"StockCode": code, "ProductDescription": NAME.upper()}


async def hang_up(asking: asyncio.Task[httpx.Response]) -> None:
    """Close the connection of a request under way."""
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


def count_waiting(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows by the key of each caller who waits for a call, from now on."""
    keys: list[object] = []
    run = SingleFlight.run

    async def counted(self: SingleFlight, key: Hashable, *rest: Any, **limit: Any) -> Any:
        keys.append(key)
        return await run(self, key, *rest, **limit)

    monkeypatch.setattr(SingleFlight, "run", counted)
    return keys


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("behave", [sleeps, trickles])
async def test_the_call_ends_with_its_client(shop: Any, way: str, path: str, behave: Any) -> None:
    """Three clients hang up on a budget of 60 s: three calls are cancelled before it is over."""
    async with (
        gemini_server(behave) as gemini,
        shop(gemini, way, GEMINI_BUDGET_SECONDS="60", COPY_SECONDS="90") as client,
    ):
        body = await body_for(client, path)
        for number in range(1, 4):
            asking = asyncio.create_task(client.post(path, json=body))
            await until(lambda: len(gemini.requests) == number, 30)  # noqa: B023 - used up in this round
            await hang_up(asking)
            await until(lambda: gemini.disconnected == number, 30)  # noqa: B023 - the same
        assert (await client.get("/generated-campaigns")).json() == {}
        gemini.follow(GOOD)
        assert (await client.post(path, json=body)).json()["provider"] == "gemini"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PATHS)
async def test_one_of_two_clients_may_go_away(
    shop: Any, way: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call goes on for the one who stays, whoever asked first."""
    may_answer = asyncio.Event()
    joined = count_waiting(monkeypatch)

    async def slow(writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await says(json.dumps(TEXTS))(writer)

    async with gemini_server(slow) as gemini, shop(gemini, way) as client:
        body = await body_for(client, path)
        leaving = asyncio.create_task(client.post(path, json=body))
        await until(lambda: bool(gemini.requests), 30)
        before = len(joined)
        staying = asyncio.create_task(client.post(path, json=body))
        await until(lambda: len(joined) > before, 30)
        await hang_up(leaving)
        may_answer.set()
        answer = await staying
    assert (answer.json()["provider"], len(gemini.requests), gemini.disconnected) == (
        "gemini",
        1,
        0,
    )
