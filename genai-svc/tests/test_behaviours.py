"""Table test: for whatever Gemini does, the cost and what the caller gets."""

import asyncio
import re
import time
from collections import Counter
from decimal import Decimal

import pytest
from support.gemini_server import HEAD, Serve, gemini_server
from support.model_behaviours import AWAY, BUDGET, FULL_BUDGET, GOOD, NAME, REQUEST, TABLE, TEXTS

from genai_svc.claims.claims_check import Offer, check_claims

pytestmark = [
    pytest.mark.usefixtures("no_key_in_logs"),
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
    # It warns of a finish reason it does not know.
    pytest.mark.filterwarnings("ignore:.*is not a valid FinishReason:UserWarning"),
    # google-genai asks whether an error body is awaitable and forgets to await it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_table_has_enough_behaviours() -> None:
    """At least forty behaviours are tested with the real client."""
    assert len(TABLE) >= 80


def counted(metrics: str, family: str, label: str) -> Counter[str]:
    """The samples of a family, summed by one of their labels."""
    summed: Counter[str] = Counter()
    found = re.findall(rf'^{family}{{.*?{label}="([^"]*)".*?}} ([0-9.]+)$', metrics, re.MULTILINE)
    for value, number in found:
        summed[value] += int(float(number))
    return summed


async def test_every_behaviour(serve: Serve, subtests: pytest.Subtests) -> None:
    """The calls are counted, the reason is named, and no text fails the check."""
    offer = Offer(NAME, Decimal(20))
    async with (
        gemini_server(GOOD) as server,
        serve(server, gemini_budget_seconds=BUDGET, copy_breaker_failures=1000) as client,
    ):
        await client.post("/v1/copy?fresh=true", json=REQUEST)  # late imports may use up the budget
        before = (await client.get("/metrics")).text
        for name, row in TABLE.items():
            with subtests.test(name):
                server.follow(*row.script)
                response = await client.post("/v1/copy?fresh=true", json=REQUEST)
                answer = response.json()
                assert response.status_code == 200
                assert answer["fallback_reason"] == row.reason
                assert answer["provider"] == ("template" if row.reason else "gemini")
                assert (answer["attempts"], len(server.requests)) == (row.calls, row.calls)
                subject, text, message = (answer[field] for field in TEXTS)
                assert check_claims(subject, text, message, offer) == []
        after = (await client.get("/metrics")).text
    fallbacks = ("copy_fallbacks_total", "reason")
    calls = ("copy_model_calls_total", "outcome")
    assert counted(after, *fallbacks) - counted(before, *fallbacks) == Counter(
        row.reason for row in TABLE.values() if row.reason
    )
    calls_made = counted(after, *calls) - counted(before, *calls)
    assert calls_made.total() == sum(row.calls for row in TABLE.values())
    assert calls_made["given up"] == sum(row.seconds == FULL_BUDGET for row in TABLE.values())


@pytest.mark.long
async def test_trickling_does_not_extend_the_budget(serve: Serve) -> None:
    """An answer that comes byte by byte is given up when the budget is over."""

    async def trickles(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"{")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with (
        gemini_server(trickles) as server,
        serve(server, gemini_budget_seconds=BUDGET) as client,
    ):
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
    assert (answer["fallback_reason"], len(server.requests)) == ("timeout", 1)


@pytest.mark.long
async def test_every_behaviour_stays_within_its_time(
    serve: Serve, subtests: pytest.Subtests
) -> None:
    """No behaviour costs a caller more than its share of the budget."""
    async with (
        gemini_server(GOOD) as server,
        serve(server, gemini_budget_seconds=BUDGET, copy_breaker_failures=1000) as client,
    ):
        for name, row in TABLE.items():
            with subtests.test(name):
                server.follow(*row.script)
                started = time.monotonic()
                response = await client.post("/v1/copy?fresh=true", json=REQUEST)
                took = time.monotonic() - started
                assert response.json()["fallback_reason"] == row.reason
                assert took < row.seconds + 1, "over its time"


async def test_strict_mode_answers_502_or_503(serve: Serve, subtests: pytest.Subtests) -> None:
    """Without templates an unusable answer is a 502 and no answer a 503, each with the reason."""
    async with (
        gemini_server(GOOD) as server,
        serve(
            server,
            strict_provider=True,
            gemini_budget_seconds=BUDGET,
            copy_breaker_failures=1000,
        ) as client,
    ):
        for name, row in TABLE.items():
            if row.seconds == FULL_BUDGET and name != "silent":
                continue
            with subtests.test(name):
                server.follow(*row.script)
                response = await client.post("/v1/copy?fresh=true", json=REQUEST)
                if row.reason is None:
                    assert response.json()["provider"] == "gemini"
                    continue
                assert response.status_code == (503 if row.reason in AWAY else 502)
                assert row.reason in response.json()["detail"]
