"""The contract's lists pass through unchanged, with everything that makes them cacheable."""

import gzip

import httpx
import pytest
from support.apps import serve_app
from support.fake_services import SNAPSHOT, FakeFleet

from gateway.main import create_app
from gateway.settings import ServiceName, Settings

LISTS: list[tuple[str, ServiceName]] = [
    ("/inventory", "inventory-svc"),
    ("/demand", "forecast-svc"),
    ("/campaign-plan", "strategy-svc"),
    ("/generated-campaigns", "campaign-svc"),
]
BODY = '[{"StockCode":"085123A","ProductName":"Gläser"}]'.encode()
PACKED = gzip.compress(BODY, mtime=0)
HEADERS = {"ETag": '"abc"', "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_bytes_pass_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """A list is the bytes its service sent, with ETag, snapshot and one Vary of ours."""
    fleet[service].answers(path, BODY, snapshot=SNAPSHOT, headers=HEADERS)
    answer = await client.get(path)
    assert (answer.status_code, answer.content) == (200, BODY)
    assert answer.headers["etag"] == '"abc"'
    assert answer.headers["x-snapshot"] == SNAPSHOT
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers.get_list("vary") == ["Origin, Accept-Encoding"]


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_encodings_pass_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """What the caller accepts reaches the service, and compressed bytes stay compressed."""
    fleet[service].answers(path, PACKED, headers=HEADERS | {"Content-Encoding": "gzip"})
    async with client.stream("GET", path, headers={"Accept-Encoding": "gzip;q=0.5"}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert raw == PACKED
    assert answer.headers["content-encoding"] == "gzip"
    assert fleet[service].seen[0].headers["accept-encoding"] == "gzip;q=0.5"


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_not_modified_passes_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """The caller's If-None-Match reaches the service, and its 304 comes back without a body."""
    fleet[service].answers(path, b"", status=304, snapshot=SNAPSHOT, headers=HEADERS)
    answer = await client.get(path, headers={"If-None-Match": '"abc"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"abc"'
    assert "content-length" not in answer.headers
    assert fleet[service].seen[0].headers["if-none-match"] == '"abc"'


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_head_tells_the_length(fleet: FakeFleet, path: str, service: ServiceName) -> None:
    """Over a real connection HEAD has the headers of GET, the length among them, and no body."""
    length = {"Content-Length": str(len(BODY))}
    fleet[service].answers(path, b"", method="HEAD", snapshot=SNAPSHOT, headers=HEADERS | length)
    async with serve_app(create_app(Settings(), transports=fleet.transports())) as client:
        answer = await client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(BODY))
    assert answer.headers["etag"] == '"abc"'


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_a_service_without_data_says_so(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """A problem document of the service reaches the caller as it is, Retry-After included."""
    problem = {
        "code": "snapshot_unavailable",
        "detail": "Run `smartretail refresh`.",
        "status": 503,
    }
    kind = {"content-type": "application/problem+json", "Retry-After": "1"}
    fleet[service].answers(path, problem, status=503, headers=kind)
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (503, problem)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"


async def test_the_root_lists_the_ways_in(client: httpx.AsyncClient) -> None:
    """GET / answers with status, version and the paths of the contract."""
    answer = await client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["status"] == "ok"
    assert found["version"]
    assert found["endpoints"] == {
        "inventory": "/inventory",
        "demand": "/demand",
        "campaign_plan": "/campaign-plan",
        "generate_campaign": "/generate-campaign",
        "generated_campaigns": "/generated-campaigns",
    }


async def test_the_root_takes_head(fleet: FakeFleet) -> None:
    """HEAD / is 200 without a body."""
    async with serve_app(create_app(Settings(), transports=fleet.transports())) as client:
        answer = await client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
