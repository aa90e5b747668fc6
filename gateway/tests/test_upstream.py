"""Calls between services are bounded, traced and isolated, over HTTP and in process."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from support.apps import serve_app

from fleet.deadline import DEADLINE_HEADER, start_deadline
from fleet.errors import DeadlineExceeded, UpstreamUnavailable
from fleet.service import create_service
from fleet.settings import ServiceSettings
from fleet.tracing import current_trace_id, start_trace
from gateway.clients.upstream import Upstream, refusal_of
from smartretail.in_process import InProcessTransport

leak: ContextVar[str] = ContextVar("leak", default="clean")
Opener = Callable[[FastAPI], AbstractAsyncContextManager[Upstream]]


async def echo(request: Request) -> dict[str, str | None]:
    leak.set("leaked")
    start_trace("00-" + "f" * 32 + "-00f067aa0ba902b7-01")
    return {
        "deadline": request.headers.get(DEADLINE_HEADER),
        "trace": request.headers.get("traceparent"),
        "query": str(request.query_params),
        "body": (await request.body()).decode(),
    }


async def slow(request: Request) -> None:
    request.app.state.begun.set()
    try:
        await asyncio.Event().wait()  # for ever: an answer can only be cut
    finally:
        request.app.state.log.append("slow ended")


async def defect() -> None:
    raise ValueError("inside")


async def breaking() -> StreamingResponse:
    async def halves() -> AsyncIterator[bytes]:
        yield b"first half"
        raise ValueError("no second half")

    return StreamingResponse(halves())


async def trickle() -> StreamingResponse:
    async def drops() -> AsyncIterator[bytes]:
        while True:  # as slowly as a drop per turn of the event loop
            yield b"."
            await asyncio.sleep(0)

    return StreamingResponse(drops())


async def large() -> StreamingResponse:
    async def blocks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 65536

    return StreamingResponse(blocks())


def make_app(log: list[str] | None = None) -> FastAPI:
    app = create_service(ServiceSettings(), name="far-svc", title="Far", description="")
    app.state.log = [] if log is None else log
    app.state.begun = asyncio.Event()
    app.api_route("/echo", methods=["GET", "POST"])(echo)
    for handler in (slow, defect, breaking, trickle, large):
        app.get(f"/{handler.__name__}")(handler)
    return app


@asynccontextmanager
async def over_network(app: FastAPI) -> AsyncGenerator[Upstream]:
    async with (
        serve_app(app) as client,
        Upstream("far-svc", str(client.base_url)) as upstream,
    ):
        yield upstream


@asynccontextmanager
async def in_process(app: FastAPI) -> AsyncGenerator[Upstream]:
    transport = InProcessTransport(app)
    async with (
        app.router.lifespan_context(app),
        Upstream("far-svc", "http://127.0.0.1", transport=transport) as upstream,
    ):
        yield upstream


both = pytest.mark.parametrize("reach", [over_network, in_process])


@both
@pytest.mark.parametrize("name", ["Accept-Language", "If-None-Match", "Content-Type"])
async def test_non_ascii_header_is_passed_on(reach: Opener, name: str) -> None:
    """A non-ASCII header reaches the service, which answers."""
    async with reach(make_app()) as upstream:
        sent = '"caf\u00e9 \u00c3\u00a9"'
        answer = await upstream.call("POST", "/echo", limit=2, headers={name: sent}, content=b"x")
        assert (answer.status, answer.json()["body"]) == (200, "x")


@both
async def test_request_and_response_are_passed_through(reach: Opener) -> None:
    """Method, query, body, trace and deadline arrive over either transport."""
    async with reach(make_app()) as upstream:
        trace = start_trace(None)
        answer = await upstream.call("POST", "/echo", limit=2, params={"q": "a b"}, json={"n": 1})
        seen = answer.json()
    assert (seen["query"], seen["body"]) == ("q=a+b", '{"n":1}')
    assert seen["trace"].split("-")[1] == trace == current_trace_id()
    assert 0 < int(seen["deadline"]) <= 2000


@both
async def test_context_does_not_leak(reach: Opener) -> None:
    """Context variables set by the called app do not leak to the caller."""
    async with reach(make_app()) as upstream:
        await upstream.call("GET", "/echo", limit=2)
    assert leak.get() == "clean"


@both
async def test_slow_response_times_out(reach: Opener) -> None:
    """A response that never arrives ends at the timeout."""
    async with reach(make_app()) as upstream:
        with pytest.raises(DeadlineExceeded, match=r"far-svc didn't answer within 0\.3 s"):
            await upstream.call("GET", "/slow", limit=0.3)


@both
async def test_trickling_response_times_out(reach: Opener) -> None:
    """The timeout covers the whole exchange, even if data keeps arriving slowly."""
    async with reach(make_app()) as upstream:
        with pytest.raises(DeadlineExceeded):
            await upstream.call("GET", "/trickle", limit=0.5)


@both
async def test_app_error_is_a_500(reach: Opener) -> None:
    """An unhandled error in the called app is a 500, and the app keeps serving."""
    async with reach(make_app()) as upstream:
        defect = await upstream.call("GET", "/defect", limit=5)
        assert defect.status == 500
        assert "far-svc says: Something went wrong" in refusal_of(defect, "far-svc").detail
        assert (await upstream.call("GET", "/echo", limit=5)).ok


@both
async def test_incomplete_response_is_an_error(reach: Opener) -> None:
    """An incomplete response is never accepted as complete."""
    async with reach(make_app()) as upstream:
        with pytest.raises(UpstreamUnavailable, match="far-svc stopped in the middle"):
            await upstream.call("GET", "/breaking", limit=5)


@both
async def test_large_response_is_complete(reach: Opener) -> None:
    """A streamed response of 13 MB arrives complete."""
    async with reach(make_app()) as upstream:
        answer = await upstream.call("GET", "/large", limit=20)
    assert len(answer.content) == 200 * 65536


async def test_timeout_cancels_the_app() -> None:
    """In process, a timeout cancels the call, as a closed connection would."""
    log: list[str] = []
    async with in_process(make_app(log)) as upstream:
        with pytest.raises(DeadlineExceeded):
            await upstream.call("GET", "/slow", limit=0.1)
    assert log == ["slow ended"]


async def test_cancelled_caller_cancels_the_app() -> None:
    """In process, cancelling the caller cancels its call."""
    log: list[str] = []
    app = make_app(log)
    async with in_process(app) as upstream:
        call = asyncio.create_task(upstream.call("GET", "/slow", limit=20))
        await app.state.begun.wait()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
    assert log == ["slow ended"]


async def test_expired_deadline_sends_no_request() -> None:
    """A call whose deadline has passed sends no request."""
    async with Upstream("far-svc", "http://127.0.0.1:9") as upstream:
        start_deadline("0")
        with pytest.raises(DeadlineExceeded, match="no time left to ask far-svc"):
            await upstream.call("GET", "/", limit=5)
        start_deadline(None)


async def test_deadline_shortens_the_timeout() -> None:
    """The caller's remaining time limits the call when it is shorter than the timeout."""
    async with in_process(make_app()) as upstream:
        start_deadline("200")
        with pytest.raises(DeadlineExceeded, match=r"within 0(\.[12])? s"):
            await upstream.call("GET", "/slow", limit=30)
        start_deadline(None)


async def test_connection_refused() -> None:
    """A service that refuses connections is named."""
    async with Upstream("far-svc", "http://127.0.0.1:9") as upstream:
        with pytest.raises(UpstreamUnavailable, match="far-svc can't be reached"):
            await upstream.call("GET", "/", limit=2)
