"""A model behind the real LangChain client: what it receives, and which calls are avoided."""

import asyncio
import json
import threading
from typing import Any

import pytest
from support.apps import serve_app
from support.gemini_server import (
    Behaviour,
    Serve,
    fails,
    gemini_server,
    never_answers,
    returns_text,
    stalls,
    waits_for,
)
from support.model_behaviours import REQUEST, TEXTS
from support.waiting import until

from genai_svc.copywriting import chat_model, model_writer
from genai_svc.copywriting.brief import violations_of
from genai_svc.main import create_app
from genai_svc.settings import Settings

pytestmark = [
    pytest.mark.usefixtures("no_key_in_logs"),
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
    # google-genai asks whether an error body is awaitable and forgets to await it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
GOOD = returns_text(json.dumps(TEXTS))


def variants_answer(*bodies: str) -> Behaviour:
    variants = [TEXTS | {"email_body": f"{TEXTS['email_body']} {body}"} for body in bodies]
    return returns_text(json.dumps({"variants": variants}))


async def test_valid_answer_is_returned(serve: Serve, key: str) -> None:
    """One request with key, schema and rules; the texts are returned as Gemini's, with tokens."""
    async with gemini_server(GOOD) as server, serve(server) as client:
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
        provider = (await client.get("/v1/copy/provider")).json()
    assert {name: answer[name] for name in TEXTS} == TEXTS
    assert (answer["provider"], answer["model"]) == ("gemini", "gemini-3.5-flash-lite")
    assert (answer["attempts"], answer["fallback_reason"]) == (1, None)
    assert answer["token_usage"] == {"input": 200, "output": 60, "total": 260}
    assert (provider["ready"], provider["circuit"]) == (True, "closed")
    [request] = server.requests
    assert request.line == "POST /v1beta/models/gemini-3.5-flash-lite:generateContent HTTP/1.1"
    assert request.headers["x-goog-api-key"] == key
    schema = request.body["generationConfig"]["responseJsonSchema"]
    assert set(schema["required"]) == set(TEXTS)
    assert "exactly 20%" in request.body["systemInstruction"]["parts"][0]["text"]


async def test_stock_and_demand_never_reach_the_model(serve: Serve) -> None:
    """What the request has besides the campaign isn't sent."""
    async with gemini_server(GOOD) as server, serve(server) as client:
        await client.post("/v1/copy", json=REQUEST)
    sent = json.dumps(server.requests[0].body)
    assert "98765" not in sent
    assert "43210" not in sent


async def test_name_is_sent_as_data(serve: Serve) -> None:
    """The name is JSON between two markers that no request can guess."""
    name = 'Mug "Ceci" {blue}'
    async with gemini_server(GOOD) as server, serve(server) as client:
        await client.post("/v1/copy", json=REQUEST | {"product_name": name})
        await client.post("/v1/copy?fresh=true", json=REQUEST | {"product_name": name})
    texts = [one.body["contents"][0]["parts"][0]["text"].split("\n") for one in server.requests]
    for marker, data, closing_marker, _ in texts[:2]:
        assert marker == closing_marker
        assert json.loads(data)["product_name"] == name
    assert texts[0][0] != texts[-1][0]


async def test_repair_call_lists_the_violations(serve: Serve) -> None:
    """The single repair call quotes the answer and names field, rule and text."""
    false_claim = returns_text(
        json.dumps(TEXTS | {"email_body": TEXTS["email_body"] + " Now 50% off!"})
    )
    async with gemini_server(false_claim, GOOD) as server, serve(server) as client:
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
    messages = [content["parts"][0]["text"] for content in server.requests[1].body["contents"]]
    assert [content["role"] for content in server.requests[1].body["contents"]][1] == "model"
    assert "Now 50% off!" in messages[1]
    assert "email_body: State no percentage except" in messages[2]
    assert '"50%"' in messages[2]
    assert answer["token_usage"]["total"] == 520


async def test_check_does_not_block_the_event_loop(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claims check takes milliseconds, so it runs in a worker."""
    workers: list[bool] = []

    def noted(*question: Any) -> Any:
        workers.append(threading.current_thread() is not threading.main_thread())
        return violations_of(*question)

    monkeypatch.setattr(model_writer, "violations_of", noted)
    false_claim = returns_text(json.dumps(TEXTS | {"email_subject": "Free!"}))
    async with gemini_server(false_claim, GOOD) as server, serve(server) as client:
        assert (await client.post("/v1/copy", json=REQUEST)).json()["provider"] == "gemini"
    assert workers == [True, True]


async def test_tone_language_and_variants_reach_the_model(serve: Serve) -> None:
    """All of them reach the model, and the shop's lines end each text."""
    shop = {
        "shop_name": "Kranz & Co",
        "shop_voice": "Dry wit, short sentences.",
        "shop_sign_off": "Your Kranz & Co",
        "shop_unsubscribe_line": "Unsubscribe: https://kranz.example/u?id=1",
    }
    many = variants_answer("Look!", "Have a look!", "See for yourself!")
    request = REQUEST | {"tone": "formal", "language": "en-GB", "variants": 3}
    async with gemini_server(many) as server, serve(server, **shop) as client:
        answer = (await client.post("/v1/copy", json=request)).json()
    rules = server.requests[0].body["systemInstruction"]["parts"][0]["text"]
    assert all(
        word in rules for word in ("Kranz & Co", "Dry wit", "formal", "English", "3 variants")
    )
    assert (answer["provider"], answer["language"], len(answer["variants"])) == ("gemini", "en", 3)
    assert answer["email_body"] == answer["variants"][0]["email_body"]
    for variant in answer["variants"]:
        assert variant["email_body"].endswith(
            "\n\nYour Kranz & Co\n\nUnsubscribe: https://kranz.example/u?id=1"
        )
        assert variant["whatsapp_message"].endswith(shop["shop_unsubscribe_line"])


async def test_valid_variants_are_kept_after_a_repair(serve: Serve) -> None:
    """Variants that passed at first are kept; the repair only adds what was missing."""
    first, second = (
        variants_answer("Look!", "Now 50% off!"),
        variants_answer("Look again!", "Free!"),
    )
    async with gemini_server(first, second) as server, serve(server) as client:
        answer = (await client.post("/v1/copy", json=REQUEST | {"variants": 2})).json()
    assert (answer["provider"], answer["attempts"]) == ("gemini", 2)
    assert [one["email_body"].rsplit(".", 1)[1] for one in answer["variants"]] == [
        " Look!",
        " Look again!",
    ]


async def test_identical_requests_share_one_call(serve: Serve) -> None:
    """Concurrent or later: one call, until a fresh or different text is requested."""
    opened = asyncio.Event()
    async with gemini_server(waits_for(opened, GOOD)) as server, serve(server) as client:
        asking = [asyncio.create_task(client.post("/v1/copy", json=REQUEST)) for _ in range(20)]
        await until(lambda: bool(server.requests))
        opened.set()
        clicks = await asyncio.gather(*asking)
        assert len(server.requests) == 1
        repeated = (await client.post("/v1/copy", json=REQUEST | {"current_stock": 1})).json()
        assert (len(server.requests), repeated["from_cache"]) == (1, True)
        await client.post("/v1/copy?fresh=true", json=REQUEST)
        assert len(server.requests) == 2
        for other in ({"tone": "formal"}, {"discount": 25}, {"language": "de"}, {"variants": 2}):
            before = len(server.requests)
            await client.post("/v1/copy", json=REQUEST | other)
            assert len(server.requests) > before
    assert len({click.text for click in clicks}) == 1


async def test_idempotency_key_returns_one_answer(serve: Serve) -> None:
    """The same key gets the same answer, a fallback too; another request with it is rejected."""
    headers = {"Idempotency-Key": "k-1"}
    async with (
        gemini_server(fails(400, "INVALID_ARGUMENT"), GOOD) as server,
        serve(server) as client,
    ):
        first = (await client.post("/v1/copy", json=REQUEST, headers=headers)).json()
        repeated = (await client.post("/v1/copy", json=REQUEST, headers=headers)).json()
        other = await client.post("/v1/copy", json=REQUEST | {"discount": 5}, headers=headers)
        without = (await client.post("/v1/copy", json=REQUEST)).json()
    assert first["provider"] == repeated["provider"] == "template"
    assert repeated == first | {"from_cache": True}
    assert (other.status_code, "Idempotency-Key" in other.json()["detail"]) == (422, True)
    assert without["provider"] == "gemini"  # a failure is never cached for others


async def test_cached_answers_expire(serve: Serve) -> None:
    """After the cache's lifetime the model is called again."""
    async with gemini_server(GOOD) as server, serve(server, copy_cache_seconds=0) as client:
        for _ in range(2):
            await client.post("/v1/copy", json=REQUEST)
    assert len(server.requests) == 2


@pytest.mark.parametrize("behave", [never_answers, stalls])
async def test_disconnect_cancels_the_call(serve: Serve, behave: Behaviour) -> None:
    """Over real sockets: the connection to Gemini is closed once the caller's is."""
    async with gemini_server(behave) as server, serve(server, gemini_budget_seconds=120) as client:
        leaving = asyncio.create_task(client.post("/v1/copy", json=REQUEST))
        await until(lambda: bool(server.requests))
        leaving.cancel()
        await until(lambda: bool(server.disconnected))  # long before the budget is used up
        server.follow(GOOD)
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
    assert answer["provider"] == "gemini"


async def test_key_and_model_come_from_the_environment(
    serve: Serve, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GEMINI_API_KEY is used if GOOGLE_API_KEY is empty, that is unset; GEMINI_MODEL is used."""
    monkeypatch.setenv("GOOGLE_API_KEY", "")
    monkeypatch.setenv("GEMINI_API_KEY", key)
    monkeypatch.setenv("GEMINI_MODEL", "gemini-flash-lite-latest")
    async with gemini_server(GOOD) as server, serve(server) as client:
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
    assert (answer["provider"], answer["model"]) == ("gemini", "gemini-flash-lite-latest")
    assert server.requests[0].headers["x-goog-api-key"] == key


async def test_failed_client_falls_back_to_templates(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If LangChain can't create the client, templates are used and the provider isn't ready."""

    def refuse(*_: object) -> None:
        raise ValueError(f"bad key {key}")

    monkeypatch.setattr(chat_model, "connect", refuse)
    async with serve_app(create_app(Settings())) as client:
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
        provider = (await client.get("/v1/copy/provider")).json()
        ready = await client.get("/health/ready")
    assert (answer["fallback_reason"], answer["attempts"]) == ("client failed", 0)
    assert provider["ready"] is False
    assert (ready.status_code, ready.json()["checks"]["gemini"]["status"]) == (200, "unavailable")
    assert key not in ready.text


async def test_missing_provider_package_is_reported(key: str) -> None:
    """Without the optional extra, templates are used and the answer says why."""
    settings = Settings(copy_provider="acme_ai", copy_model="acme-1")
    async with serve_app(create_app(settings)) as client:
        answer = (await client.post("/v1/copy", json=REQUEST)).json()
        ready = (await client.get("/health/ready")).json()
    assert (answer["fallback_reason"], key in str(answer)) == ("client failed", False)
    assert ready["checks"]["acme_ai"]["status"] == "unavailable"


def test_settings_do_not_show_the_key(key: str) -> None:
    """Neither repr nor dump of the settings has the key."""
    settings = Settings()
    assert key not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()
