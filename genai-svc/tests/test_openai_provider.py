"""Another provider, chosen by settings only: LangChain's real package over HTTP."""

import json
from typing import Any

import pytest
from support.gemini_server import (
    Serve,
    closes,
    gemini_server,
    http,
    never_answers,
    returns_garbage,
    sends,
    sends_json,
)
from support.model_behaviours import NAME, REQUEST, TEXTS
from support.openai_server import completes, refuses

OPENAI_KEY = "sk-loopback-0123456789-never-to-be-seen"
GOOD = completes(json.dumps(TEXTS))
FALSE_CLAIM = completes(json.dumps(TEXTS | {"email_body": f"{TEXTS['email_body']} Now 50% off!"}))
TABLE: dict[str, tuple[tuple[Any, ...], int, str | None]] = {
    "right at once": ((GOOD,), 1, None),
    "lies, then mends it": ((FALSE_CLAIM, GOOD), 2, None),
    "lies twice": ((FALSE_CLAIM,), 2, "failed check"),
    "prose, then right": ((completes("Sure!"), GOOD), 2, None),
    "prose twice": ((completes("Sure!"),), 2, "no JSON"),
    "truncated, then short": ((completes(json.dumps(TEXTS)[:50], "length"), GOOD), 2, None),
    "truncated twice": ((completes(json.dumps(TEXTS)[:50], "length"),), 2, "truncated"),
    "filtered": ((completes("", "content_filter"),), 1, "blocked"),
    "500, then right": ((refuses(500, "server_error"), GOOD), 2, None),
    "503 for ever": ((refuses(503, "server_error"),), 3, "server error"),
    "429, then right": ((refuses(429, "rate_limit_exceeded"), GOOD), 2, None),
    "429 that asks for a minute": (
        (refuses(429, "rate_limit_exceeded", headers="Retry-After: 60\r\n"),), 1, "rate limited"
    ),
    "no money left": ((refuses(429, "insufficient_quota"),), 1, "quota spent"),
    "a page for ever": ((sends(http(200, b"<html>", "text/html")),), 3, "unreachable"),
    "another JSON for ever": ((sends_json({"hello": 1}),), 3, "unreachable"),
    "400": ((refuses(400, "invalid_request_error"),), 1, "request refused"),
    "401": ((refuses(401, "invalid_api_key"),), 1, "key refused"),
    "404": ((refuses(404, "model_not_found"),), 1, "model unknown"),
    "closed for ever": ((closes,), 3, "unreachable"),
    "no HTTP for ever": ((returns_garbage,), 3, "unreachable"),
    "silent": ((never_answers,), 1, "timeout"),
}  # fmt: skip


@pytest.mark.usefixtures("no_key_in_logs")
async def test_openai_is_chosen_by_a_setting(
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    subtests: pytest.Subtests,
) -> None:
    """COPY_PROVIDER=openai: calls counted, reasons named, copy checked, and the key nowhere."""
    monkeypatch.setenv("OPENAI_API_KEY", OPENAI_KEY)
    async with gemini_server(GOOD) as server:
        other = {
            "copy_provider": "openai",
            "copy_model": "acme-1",
            "copy_base_url": f"{server.url}/v1",
            "gemini_budget_seconds": 1.5,
            "copy_breaker_failures": 1000,
        }
        async with serve(server, **other) as client:
            # The package's late imports happen in the first call and may use up the budget.
            await client.post("/v1/copy?fresh=true", json=REQUEST)
            for name, (script, calls, reason) in TABLE.items():
                with subtests.test(name):
                    server.follow(*script)
                    response = await client.post("/v1/copy?fresh=true", json=REQUEST)
                    answer = response.json()
                    assert answer["fallback_reason"] == reason
                    assert answer["provider"] == ("template" if reason else "openai")
                    assert (answer["attempts"], len(server.requests)) == (calls, calls)
                    assert NAME.casefold() in answer["email_body"].casefold()
                    assert OPENAI_KEY not in response.text
            server.follow(GOOD)
            answer = (await client.post("/v1/copy?fresh=true", json=REQUEST)).json()
    [request] = server.requests
    assert request.line == "POST /v1/chat/completions HTTP/1.1"
    assert request.headers["authorization"] == f"Bearer {OPENAI_KEY}"
    assert (request.body["model"], answer["model"]) == ("acme-1", "acme-1")
    assert set(TEXTS) <= set(json.dumps(request.body["response_format"]).split('"'))
    assert answer["token_usage"] == {"input": 200, "output": 60, "total": 260}
    printed = capfd.readouterr()
    assert OPENAI_KEY not in caplog.text + printed.out + printed.err
