"""Behaviour that every service shares."""

import asyncio
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError
from support.apps import serve_app

from fleet.errors import NotFound, Unavailable
from fleet.problems import declare
from fleet.readiness import Readiness
from fleet.sentences import render
from fleet.service import create_service
from fleet.settings import ServiceSettings
from fleet.statements import statement


class Aged(BaseModel):
    """Validated by pydantic and by a check of our own."""

    age: int = Field(ge=0)
    since: str

    @field_validator("since")
    @classmethod
    def _day(cls, value: str) -> str:
        if not value.startswith("2"):
            raise PydanticCustomError("field_no_day", "not a day")
        return value


def make_app(*, ready: bool = True) -> FastAPI:
    async def checks(_: FastAPI) -> dict[str, Readiness]:
        return {
            "needed": Readiness(ok=ready, detail="the needed thing"),
            "nice": Readiness(ok=False, detail="the nice thing", required=False),
        }

    app = create_service(
        ServiceSettings(), name="test-svc", title="Test", description="", readiness=checks
    )

    async def missing() -> None:
        raise NotFound("There is no X.")

    async def busy() -> None:
        raise Unavailable("Later.", retry_after=7)

    async def defect() -> None:
        raise ValueError("the inside")

    async def double(numbers: dict[str, int]) -> dict[str, int]:
        return {key: 2 * value for key, value in numbers.items()}

    async def aged(aged: Aged) -> Aged:
        return aged

    app.post("/aged")(aged)
    app.get("/missing", responses=declare(NotFound))(missing)
    app.get("/busy")(busy)
    app.get("/defect")(defect)
    app.post("/double")(double)
    return app


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    async with serve_app(make_app()) as client:
        yield client


async def test_optional_dependency_does_not_affect_readiness(client: httpx.AsyncClient) -> None:
    """An unavailable optional dependency is listed, and the service is still ready."""
    live, ready = await client.get("/health/live"), await client.get("/health/ready")
    assert live.status_code == ready.status_code == 200
    assert ready.json()["checks"]["nice"] == {"status": "unavailable", "detail": "the nice thing"}


async def test_required_dependency_affects_readiness() -> None:
    """An unavailable required dependency makes the service not ready, but still live."""
    async with serve_app(make_app(ready=False)) as client:
        assert (await client.get("/health/ready")).status_code == 503
        assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/missing", None, 404, "not_found"),
        ("GET", "/nowhere", None, 404, "not_found"),
        ("DELETE", "/missing", None, 405, "method_not_allowed"),
        ("GET", "/busy", None, 503, "unavailable"),
        ("GET", "/defect", None, 500, "internal_error"),
        ("POST", "/double", b"{broken", 422, "malformed_json"),
        ("POST", "/double", b'{"a": "x"}', 422, "invalid_input"),
        ("POST", "/double", b"[" * 100_000, 400, "bad_request"),
        ("POST", "/double", b" " * 2_000_000, 413, "payload_too_large"),
    ],
)
async def test_failures_are_problem_documents(
    client: httpx.AsyncClient, method: str, path: str, body: bytes | None, status: int, code: str
) -> None:
    """Every failure is an RFC 9457 document with a stable code and the response's trace id."""
    headers = {"Content-Type": "application/json"}
    answer = await client.request(method, path, content=body, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["trace_id"] == answer.headers["x-trace-id"]
    assert "the inside" not in answer.text


async def test_chunked_body_is_limited(client: httpx.AsyncClient) -> None:
    """A body without a declared length is rejected once it grows too large."""

    async def endless() -> AsyncGenerator[bytes]:
        for _ in range(40):
            yield b" " * 100_000

    answer = await client.post(
        "/double", content=endless(), headers={"Content-Type": "application/json"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (413, "payload_too_large")
    assert problem["statement"] == {"code": "body_too_large", "values": {"most": 1_048_576}}
    assert problem["detail"] == "Send less than 1 MB: that's the limit."


@pytest.mark.parametrize(
    ("method", "path", "body", "code", "note"),
    [
        (
            "GET",
            "/nowhere",
            None,
            "no_route",
            "GET / lists the main routes, and /docs lists all of them.",
        ),
        ("GET", "/defect", None, "internal_error", "The error number is the trace id."),
        (
            "POST",
            "/double",
            b"nonsense",
            "malformed_json",
            "The body is not JSON: Expecting value.",
        ),
    ],
)
async def test_framework_errors_have_a_statement(
    client: httpx.AsyncClient, method: str, path: str, body: bytes | None, code: str, note: str
) -> None:
    """An error raised by the framework has a statement, and a note tells clients what to do."""
    headers = {"Content-Type": "application/json"}
    problem = (await client.request(method, path, content=body, headers=headers)).json()
    assert problem["statement"] == {"code": code, "values": {}}
    assert problem["detail"] == f"{render(statement(code))} {note}"


async def test_own_validators_use_the_catalogue(client: httpx.AsyncClient) -> None:
    """Our own validators answer with the catalogue's sentence, others with pydantic's message."""
    answer = await client.post("/aged", json={"age": -1, "since": "x"})
    age, since = answer.json()["errors"]
    assert (age["message"], age["statement"]["code"]) == (
        "Input should be greater than or equal to 0",
        "field_below",
    )
    assert (since["message"], since["statement"]["code"]) == (
        "since: enter a date.",
        "field_no_day",
    )


@pytest.mark.parametrize(
    "value", [b"\xe9", "caf\u00e9".encode(), b'"\xff\xfe"', b"a/\xe9; charset=\xe9"]
)
@pytest.mark.parametrize("name", ["Accept-Language", "If-None-Match", "Content-Type"])
async def test_non_ascii_header_does_not_fail(
    name: str, value: bytes, client: httpx.AsyncClient
) -> None:
    """A non-ASCII header matches nothing and causes no server error."""
    headers = {name.encode(): value}
    read = await client.get("/health/live", headers=headers)
    written = await client.post("/double", content=b'{"a": 2}', headers=headers)
    assert read.status_code == 200
    assert written.status_code in {200, 415, 422}


async def test_503_has_retry_after(client: httpx.AsyncClient) -> None:
    """A 503 has a Retry-After header."""
    assert (await client.get("/busy")).headers["retry-after"] == "7"


async def test_trace_id_is_propagated(client: httpx.AsyncClient) -> None:
    """A valid trace id from the caller is used; a malformed one is replaced."""
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    sent = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    assert (await client.get("/health/live", headers=sent)).headers["x-trace-id"] == trace
    fresh = await client.get("/health/live", headers={"traceparent": "00-zz"})
    assert fresh.headers["x-trace-id"] not in {trace, "0" * 32}


async def test_foreign_host_is_rejected(client: httpx.AsyncClient) -> None:
    """On loopback an unknown Host header is rejected, which prevents DNS rebinding."""
    assert (await client.get("/metrics", headers={"Host": "evil.test"})).status_code == 421
    assert (await client.get("/metrics", headers={"Host": "["})).status_code == 421
    assert (await client.get("/metrics", headers={"Host": "localhost:1"})).status_code == 200


async def test_health_accepts_any_host(client: httpx.AsyncClient) -> None:
    """Probes connect by address and learn only that the process runs."""
    assert (await client.get("/health/live", headers={"Host": "10.1.2.3:80"})).status_code == 200


async def test_foreign_origin_is_rejected(client: httpx.AsyncClient) -> None:
    """A page of another origin can neither read responses nor write."""
    ours = str(client.base_url).rstrip("/")
    foreign = await client.post("/double", json={"a": 1}, headers={"Origin": "http://evil.test"})
    own = await client.post("/double", json={"a": 1}, headers={"Origin": ours})
    assert (foreign.status_code, own.status_code) == (403, 200)


async def test_metrics_count_by_route(client: httpx.AsyncClient) -> None:
    """Requests are counted by route, because paths are unbounded."""
    await client.get("/nowhere/at/all")
    await client.get("/missing")
    text = (await client.get("/metrics")).text
    assert 'route="/missing",service="test-svc",status="404"' in text
    assert "/nowhere" not in text


async def test_concurrent_requests_keep_their_trace_ids(client: httpx.AsyncClient) -> None:
    """Trace ids of concurrent requests do not mix."""
    traces = [f"{number:032x}" for number in range(1, 51)]
    answers = await asyncio.gather(
        *(
            client.get("/missing", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
            for trace in traces
        )
    )
    assert [answer.json()["trace_id"] for answer in answers] == traces
