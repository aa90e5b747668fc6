"""Transport failures become our own errors, without details of the transport."""

from collections.abc import AsyncIterator

import httpx
import pytest
import respx

from fleet.errors import DeadlineExceeded, SmartRetailError, UpstreamUnavailable
from gateway.clients.upstream import Upstream, refusal_of

URL = "http://far.test"


class Wire(httpx.AsyncByteStream):
    """A body that is streamed, as from a socket."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.body


@pytest.mark.parametrize(
    ("failure", "expected", "sentence"),
    [
        (httpx.ConnectError("refused by 10.0.0.7"), UpstreamUnavailable, "can't be reached"),
        (httpx.ConnectTimeout("10.0.0.7"), UpstreamUnavailable, "can't be reached"),
        (httpx.ReadTimeout("10.0.0.7"), DeadlineExceeded, "didn't answer within"),
        (httpx.PoolTimeout("10.0.0.7"), DeadlineExceeded, "didn't answer within"),
        (httpx.ReadError("10.0.0.7"), UpstreamUnavailable, "stopped in the middle"),
        (httpx.RemoteProtocolError("10.0.0.7"), UpstreamUnavailable, "stopped in the middle"),
    ],
)
async def test_failure_names_the_service(
    failure: httpx.TransportError, expected: type[SmartRetailError], sentence: str
) -> None:
    """The error names the service but not its internal address."""
    async with Upstream("far-svc", URL) as upstream:
        with respx.mock(using="httpx") as routes:
            routes.get(f"{URL}/x").mock(side_effect=failure)
            with pytest.raises(expected, match=f"far-svc {sentence}") as caught:
                await upstream.call("GET", "/x", limit=2)
    assert "10.0.0.7" not in caught.value.detail


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"detail": "No data yet."}', "far-svc says: No data yet."),
        (b"<html>nginx</html>", "far-svc answered with status 503."),
        (b"[]", "far-svc answered with status 503."),
    ],
)
async def test_problem_detail_is_passed_on(body: bytes, sentence: str) -> None:
    """A problem document's detail is passed on; of any other response only the status is."""
    async with Upstream("far-svc", URL) as upstream:
        with respx.mock(using="httpx") as routes:
            routes.get(f"{URL}/x").respond(503, stream=Wire(body))
            answer = await upstream.call("GET", "/x", limit=2)
    assert refusal_of(answer, "far-svc").detail == sentence


async def test_failed_request_is_not_retried() -> None:
    """A POST that failed was sent only once."""
    async with Upstream("far-svc", URL) as upstream:
        with respx.mock(using="httpx") as routes:
            route = routes.post(f"{URL}/x").mock(side_effect=httpx.ReadError("gone"))
            with pytest.raises(UpstreamUnavailable):
                await upstream.call("POST", "/x", limit=2, json={})
    assert route.call_count == 1
