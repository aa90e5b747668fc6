"""The contract's lists pass through unchanged, including their caching headers."""

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
async def test_list_bytes_are_unchanged(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """A list has its service's bytes, ETag and snapshot, and a single Vary of the gateway."""
    fleet[service].answers(path, BODY, snapshot=SNAPSHOT, headers=HEADERS)
    answer = await client.get(path)
    assert (answer.status_code, answer.content) == (200, BODY)
    assert answer.headers["etag"] == '"abc"'
    assert answer.headers["x-snapshot"] == SNAPSHOT
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers.get_list("vary") == ["Origin, Accept-Encoding"]


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_compressed_lists_pass_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """Accept-Encoding reaches the service, and compressed bytes stay compressed."""
    fleet[service].answers(path, PACKED, headers=HEADERS | {"Content-Encoding": "gzip"})
    async with client.stream("GET", path, headers={"Accept-Encoding": "gzip;q=0.5"}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert raw == PACKED
    assert answer.headers["content-encoding"] == "gzip"
    assert fleet[service].received[0].headers["accept-encoding"] == "gzip;q=0.5"


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_not_modified_passes_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """The caller's If-None-Match reaches the service, and its 304 is returned without a body."""
    fleet[service].answers(path, b"", status=304, snapshot=SNAPSHOT, headers=HEADERS)
    answer = await client.get(path, headers={"If-None-Match": '"abc"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"abc"'
    assert "content-length" not in answer.headers
    assert fleet[service].received[0].headers["if-none-match"] == '"abc"'


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_head_has_content_length(fleet: FakeFleet, path: str, service: ServiceName) -> None:
    """Over a real connection HEAD has the headers of GET, including the length, and no body."""
    length = {"Content-Length": str(len(BODY))}
    fleet[service].answers(path, b"", method="HEAD", snapshot=SNAPSHOT, headers=HEADERS | length)
    async with serve_app(create_app(Settings(), transports=fleet.transports())) as client:
        answer = await client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(BODY))
    assert answer.headers["etag"] == '"abc"'


@pytest.mark.parametrize(("path", "service"), LISTS)
async def test_missing_data_error_passes_through(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, service: ServiceName
) -> None:
    """A service's problem document reaches the caller unchanged, including Retry-After."""
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


async def test_root_lists_the_contract_paths(client: httpx.AsyncClient) -> None:
    """GET / returns the status, the version and the contract's paths."""
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


async def test_root_supports_head(fleet: FakeFleet) -> None:
    """HEAD / is 200 without a body."""
    async with serve_app(create_app(Settings(), transports=fleet.transports())) as client:
        answer = await client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
