"""The gateway's responses when the service behind it fails."""

import asyncio

import httpx
import pytest
from support.apps import serve_app
from support.fake_services import FakeFleet, settings_at
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS

from gateway.main import create_app
from gateway.settings import Settings


async def test_problem_documents_pass_through(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """The caller receives the service's own response to a bad request."""
    problem = {"code": "invalid_input", "detail": "sort: give a column.", "status": 422}
    kind = {"content-type": "application/problem+json"}
    fleet["strategy-svc"].answers("/v1/plan", problem, status=422, headers=kind)
    answer = await client.get("/v1/plan")
    assert (answer.status_code, answer.json()) == (422, problem)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_5xx_without_problem_document_names_the_service(
    fleet: FakeFleet, client: httpx.AsyncClient, status: int
) -> None:
    """A 5xx without a problem document becomes a 503 that names the service."""
    fleet["strategy-svc"].answers(
        "/v1/plan", b"<h1>oops</h1>", status=status, headers={"content-type": "text/html"}
    )
    answer = await client.get("/v1/plan")
    assert (answer.status_code, answer.json()["code"]) == (503, "upstream_unavailable")
    assert answer.json()["detail"] == f"strategy-svc answered with status {status}."


async def test_unreachable_service_is_named() -> None:
    """A refused connection is a 503 problem that names the service."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with serve_app(create_app(settings_at(nowhere))) as client:
        answer = await client.get("/v1/demand")
        list_answer = await client.get("/demand")
    for found in (answer, list_answer):
        assert found.status_code == 503
        assert found.json()["code"] == "upstream_unavailable"
        assert found.json()["detail"] == "forecast-svc can't be reached."
        assert found.headers["retry-after"]


async def test_slow_service_is_named(fleet: FakeFleet) -> None:
    """A service slower than FORWARD_SECONDS is a 504 that names it, long before it answers."""
    fleet["forecast-svc"].ready.clear()
    async with fleet.gateway(Settings(forward_seconds=0.2)) as client:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await client.get("/v1/demand")
    assert (answer.status_code, answer.json()["code"]) == (504, "deadline_exceeded")
    assert "forecast-svc didn't answer within 0.2 s" in answer.json()["detail"]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01 this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"",
    ],
)
async def test_broken_response_names_the_service(sent: bytes) -> None:
    """An invalid, incomplete or missing response is a 503 that names the service."""

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        writer.close()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with serve_app(create_app(settings_at(f"http://127.0.0.1:{port}"))) as client:
            answer = await client.get("/v1/plan")
            shown = (await client.get("/v1/dashboard")).json()["sections"]["plan"]
    assert answer.status_code == 503
    assert "strategy-svc" in answer.json()["detail"]
    assert (shown["status"], "strategy-svc" in shown["reason"]) == ("unavailable", True)


async def test_misdirected_host_is_a_503(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """A 421 between gateway and service is a configuration error, reported as a 503."""
    fleet["strategy-svc"].answers("/v1/plan", {}, status=421)
    answer = await client.get("/v1/plan")
    assert answer.status_code == 503
    assert "ALLOWED_HOSTS" in answer.json()["detail"]
