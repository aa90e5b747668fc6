"""Limits on model calls: concurrency, budgets, deadlines and the circuit breaker."""

import asyncio
import json
from functools import partial

import httpx
import pytest
from support.gemini_server import (
    Behaviour,
    Serve,
    fails,
    gemini_server,
    never_answers,
    quota_failure,
    returns_text,
    waits_for,
)
from support.model_behaviours import REQUEST, TEXTS
from support.waiting import until

from genai_svc import main
from genai_svc.copywriting.circuit_breaker import CircuitBreaker

pytestmark = [
    pytest.mark.usefixtures("no_key_in_logs"),
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
    # google-genai asks whether an error body is awaitable and forgets to await it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


GOOD = returns_text(json.dumps(TEXTS))


async def test_shared_call_survives_one_disconnect(serve: Serve) -> None:
    """The call continues for the client that stays connected."""
    opened = asyncio.Event()
    slow = waits_for(opened, GOOD)
    async with gemini_server(slow) as server, serve(server, gemini_budget_seconds=60) as client:
        staying = asyncio.create_task(client.post("/v1/copy", json=REQUEST))
        await until(lambda: bool(server.requests))
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/v1/copy", json=REQUEST, timeout=0.4)
        opened.set()
        answer = (await staying).json()
    assert (answer["provider"], len(server.requests), server.disconnected) == ("gemini", 1, 0)


@pytest.mark.parametrize("limit", [1, 3])
async def test_concurrent_calls_are_limited(serve: Serve, limit: int) -> None:
    """Of four concurrent requests only so many reach the model; the others wait."""
    opened = asyncio.Event()
    slow = waits_for(opened, returns_text(json.dumps(TEXTS | {"email_subject": "For you"})))
    settings = {"copy_calls_in_flight": limit, "gemini_budget_seconds": 60}
    async with gemini_server(slow) as server, serve(server, **settings) as client:
        requests = [REQUEST | {"tone": tone} for tone in (None, "friendly", "formal", "plain")]
        posts = [asyncio.create_task(client.post("/v1/copy", json=one)) for one in requests]
        await until(lambda: server.active >= limit)
        opened.set()
        answers = await asyncio.gather(*posts)
    assert {answer.json()["provider"] for answer in answers} == {"gemini"}
    assert (len(server.requests), server.max_active) == (4, limit)


async def test_queueing_counts_towards_the_budget(serve: Serve) -> None:
    """A request that queues too long gets a template, which says nothing about the model."""
    settings = {"copy_calls_in_flight": 1, "gemini_budget_seconds": 1.5}
    async with gemini_server(never_answers) as server, serve(server, **settings) as client:
        first = asyncio.create_task(client.post("/v1/copy", json=REQUEST))
        await until(lambda: bool(server.requests))
        second = await client.post(
            "/v1/copy", json=REQUEST | {"tone": "plain"}, headers={"X-Deadline-Ms": "700"}
        )
        await first
    assert (second.json()["provider"], second.json()["attempts"]) == ("template", 0)
    assert len(server.requests) == 1


async def test_circuit_opens_after_five_failures(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five requests in a row with only 5xx open the circuit; a probe closes it again."""
    now = [0.0]
    breaker = partial(CircuitBreaker, clock=lambda: now[0])
    monkeypatch.setattr(main, "CircuitBreaker", breaker)
    dead = fails(503, "UNAVAILABLE")
    async with gemini_server(dead) as server, serve(server, copy_breaker_seconds=30) as client:
        for _ in range(5):
            await client.post("/v1/copy", json=REQUEST)
        assert len(server.requests) == 15
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
        assert (answer["fallback_reason"], answer["attempts"]) == ("circuit open", 0)
        assert (await client.get("/v1/copy/provider")).json()["circuit"] == "open"
        assert len(server.requests) == 15
        server.follow(GOOD)
        now[0] = 31
        assert (await client.post("/v1/copy", json=REQUEST)).json()["provider"] == "gemini"
        assert (await client.get("/v1/copy/provider")).json()["circuit"] == "closed"


@pytest.mark.parametrize(
    "behave",
    [
        fails(400, "INVALID_ARGUMENT"),
        fails(401, "UNAUTHENTICATED"),
        fails(404, "NOT_FOUND"),
        fails(429, "RESOURCE_EXHAUSTED"),
        fails(429, "RESOURCE_EXHAUSTED", quota_failure("RequestsPerDay")),
        returns_text("", "SAFETY"),
        returns_text("prose"),
    ],
)
async def test_answering_model_keeps_the_circuit_closed(serve: Serve, behave: Behaviour) -> None:
    """4xx, quotas, blocks and useless texts never open the circuit, and end a run of failures."""
    dead = fails(500, "INTERNAL")
    async with gemini_server(dead) as server, serve(server) as client:
        for _ in range(2):
            server.follow(dead)
            for _ in range(4):
                await client.post("/v1/copy", json=REQUEST)
            server.follow(behave)
            await client.post("/v1/copy", json=REQUEST)
        assert (await client.get("/v1/copy/provider")).json()["circuit"] == "closed"


async def test_callers_deadline_shortens_the_budget(serve: Serve) -> None:
    """With 800 ms left the model gets less than that; with 100 ms it isn't called."""
    async with (
        gemini_server(never_answers) as server,
        serve(server, gemini_budget_seconds=60) as client,
    ):
        async with asyncio.timeout(30):  # far below the budget
            answer = await client.post("/v1/copy", json=REQUEST, headers={"X-Deadline-Ms": "800"})
        hurried = await client.post("/v1/copy", json=REQUEST, headers={"X-Deadline-Ms": "100"})
    assert (answer.json()["fallback_reason"], answer.json()["attempts"]) == ("timeout", 1)
    assert (hurried.json()["fallback_reason"], hurried.json()["attempts"]) == ("no time", 0)
    assert len(server.requests) == 1


async def test_refused_connection_falls_back_to_templates(serve: Serve) -> None:
    """Refused connections give templates, within the budget."""
    async with gemini_server(GOOD) as server:
        pass
    async with serve(server, gemini_budget_seconds=30) as client, asyncio.timeout(30):
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
    assert (answer["provider"], answer["fallback_reason"]) == ("template", "unreachable")
