"""`/v1/*` requests and their responses are forwarded unchanged."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI, Request
from hypothesis import given, settings
from hypothesis import strategies as st
from support.apps import serve_app
from support.fake_services import SNAPSHOT, FakeFleet, settings_at

from gateway.forwarding.messages import target_of
from gateway.main import create_app
from gateway.settings import ServiceName, Settings

OWNERS: list[tuple[str, ServiceName]] = [
    ("/v1/inventory", "inventory-svc"),
    ("/v1/inventory/summary", "inventory-svc"),
    ("/v1/products/85123A", "inventory-svc"),
    ("/v1/data-quality", "inventory-svc"),
    ("/v1/demand/85123A", "forecast-svc"),
    ("/v1/segments/VIP Customers", "segmentation-svc"),
    ("/v1/customers", "segmentation-svc"),
    ("/v1/customers:classify", "segmentation-svc"),
    ("/v1/plan/summary", "strategy-svc"),
    ("/v1/copy/provider", "genai-svc"),
    ("/v1/campaigns/85123A_VIP Customers/versions", "campaign-svc"),
]
# As programs write stock codes into paths.
ODD_PATHS = [
    "/v1/inventory/AB%2F12%20%C3%84",
    "/v1/inventory/AB/12",
    "/v1/inventory/50%25%20off",
    "/v1/inventory/a%3Fb%23c",
    "/v1/inventory/%E6%97%A5%E6%9C%AC",
    "/v1/inventory/a%252Fb",
    "/v1/inventory/a+b&c=d;e",
    "/v1/inventory//double",
    "/v1/inventory/%2F..%2F..%2Fx",
]


@asynccontextmanager
async def over_the_network(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """A gateway and one service behind every name, both on real loopback ports."""
    async with (
        serve_app(app) as service,
        serve_app(create_app(settings_at(service.base_url))) as client,
    ):
        yield client


def echo_app() -> FastAPI:
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    async def echo(request: Request) -> dict[str, str]:  # pyright: ignore[reportUnusedFunction] - FastAPI keeps it
        return {
            "method": request.method,
            "raw_path": request.scope["raw_path"].decode("ascii"),
            "query": request.scope["query_string"].decode("ascii"),
            "body": (await request.body()).decode(),
        }

    return app


@pytest.mark.parametrize(("path", "owner"), OWNERS)
async def test_path_is_forwarded_to_its_service(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, owner: ServiceName
) -> None:
    """A path is answered only by the service in the route table."""
    fleet[owner].answers(path, {"from": owner}, snapshot=SNAPSHOT)
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"from": owner})
    assert answer.headers["x-snapshot"] == SNAPSHOT
    assert [name for name, service in fleet.services.items() if service.received] == [owner]


@pytest.mark.parametrize("path", ["/v1/planets", "/v1/inventoryx", "/v1", "/v1/", "/v2/plan"])
async def test_unknown_path_is_404(fleet: FakeFleet, client: httpx.AsyncClient, path: str) -> None:
    """A path outside the table is 404 and reaches no service."""
    assert (await client.get(path)).status_code == 404
    assert all(not service.received for service in fleet.services.values())


async def test_percent_encoding_is_preserved() -> None:
    """Over real connections the percent-encoding of a path reaches the service unchanged."""
    async with over_the_network(echo_app()) as client:
        found = [(await client.get(path)).json()["raw_path"] for path in ODD_PATHS]
    assert found == ODD_PATHS


@pytest.mark.parametrize(
    "path", ["/v1/inventory/%2E%2E/%2e%2e/metrics", "/v1/plan/%2E", "/v1/plan/.%2E/x"]
)
async def test_dot_segments_are_404(fleet: FakeFleet, client: httpx.AsyncClient, path: str) -> None:
    """A path that could leave the route that was checked is 404 at the gateway."""
    assert (await client.get(path)).status_code == 404
    assert all(not service.received for service in fleet.services.values())


async def test_method_query_and_body_arrive_unchanged() -> None:
    """For every method, the caller's query and body arrive unchanged."""
    query = "q=a%20b%2B1&q=2&empty=&flag&x=%C3%A4"
    async with over_the_network(echo_app()) as client:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            answer = await client.request(method, f"/v1/plan/x?{query}", content="ä=1")
            assert answer.json() == {
                "method": method,
                "raw_path": "/v1/plan/x",
                "query": query,
                "body": "ä=1",
            }


@settings(deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_target_gives_a_valid_url(path: bytes, query: bytes) -> None:
    """Any bytes in a path and query are forwarded as a valid URL."""
    raw = b"/v1/plan/x" + path.replace(b".", b"").replace(b"?", b"").replace(b"%2", b"")
    scope = {"raw_path": raw, "path": "", "query_string": query}
    url = httpx.URL("http://localhost" + target_of(scope))
    assert url.host == "localhost"
    assert url.raw_path.startswith(b"/v1/plan/x")
    assert url.fragment == ""


async def test_target_without_raw_path_is_encoded() -> None:
    """Servers that pass only the decoded path are supported."""
    assert target_of({"path": "/v1/plan/a b/ä", "query_string": b""}) == "/v1/plan/a%20b/%C3%A4"


async def test_overlong_url_is_rejected(client: httpx.AsyncClient) -> None:
    """A URL longer than any route needs is a 422 that says so."""
    answer = await client.get("/v1/plan?q=" + "x" * 9000)
    assert answer.status_code == 422
    assert "8192 bytes" in answer.json()["detail"]


async def test_only_allowed_headers_are_forwarded(fleet: FakeFleet) -> None:
    """Conditional headers, trace and deadline are forwarded; cookies, keys and Origin are not."""
    fleet["campaign-svc"].answers("/v1/campaigns/x", {}, method="PUT")
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    named = Settings(cors_origins=("http://localhost:5173",), anonymous_role="admin")
    async with fleet.gateway(named) as client:
        await client.put(
            "/v1/campaigns/x",
            json={},
            headers={
                "If-Match": '"3"',
                "If-None-Match": '"4"',
                "Idempotency-Key": "k",
                "traceparent": f"00-{trace}-00f067aa0ba902b7-01",
                "X-Deadline-Ms": "1500",
                "Cookie": "session=1",
                "Proxy-Authorization": "Bearer secret",
                "Origin": "http://localhost:5173",
                "TE": "trailers",
                "Upgrade": "h2c",
                "X-Forwarded-For": "192.0.2.1",
            },
        )
    received = fleet["campaign-svc"].received[0].headers
    assert (received["if-match"], received["if-none-match"]) == ('"3"', '"4"')
    assert (received["idempotency-key"], received["content-type"]) == ("k", "application/json")
    assert received["traceparent"].split("-")[1] == trace
    assert 0 < int(received["x-deadline-ms"]) <= 1500
    withheld = {"cookie", "authorization", "origin", "te", "upgrade", "x-forwarded-for"}
    assert not withheld & received.keys()


async def test_hop_headers_of_service_are_removed(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A service's hop-by-hop, cookie and CORS headers do not reach the caller."""
    fleet["strategy-svc"].answers(
        "/v1/plan",
        {},
        headers={
            "Connection": "close, X-Hop",
            "X-Hop": "1",
            "Keep-Alive": "timeout=5",
            "Set-Cookie": "a=b",
            "Server": "fake",
            "X-Trace-Id": "theirs",
            "Access-Control-Allow-Origin": "*",
            "ETag": '"1"',
            "X-More": "kept",
        },
    )
    answer = await client.get("/v1/plan")
    assert (answer.headers["etag"], answer.headers["x-more"]) == ('"1"', "kept")
    gone = {"connection", "x-hop", "keep-alive", "set-cookie", "server"}
    assert not gone & answer.headers.keys()
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers.get_list("x-trace-id") != ["theirs"]
    assert len(answer.headers.get_list("x-trace-id")) == 1


async def test_redirect_hides_internal_address(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """A service's redirect becomes a path of the gateway and is not followed."""
    moved = {"Location": "http://inventory-svc:8001/v1/products?q=%C3%A4"}
    fleet["inventory-svc"].answers("/v1/products/", b"", status=307, headers=moved)
    answer = await client.get("/v1/products/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/v1/products?q=%C3%A4")
    assert len(fleet["inventory-svc"].received) == 1


async def test_oversized_body_is_rejected_at_the_gateway(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Ten megabytes are rejected with 413 and not forwarded."""
    answer = await client.post("/v1/customers:classify", content=b"x" * 10_000_000)
    assert answer.status_code == 413
    assert fleet["segmentation-svc"].received == []


async def test_service_address_may_have_a_path() -> None:
    """A service behind a path prefix is called below that prefix."""
    async with serve_app(echo_app()) as service:
        below = f"{str(service.base_url).rstrip('/')}/base/"
        async with serve_app(create_app(settings_at(below))) as client:
            answer = await client.get("/v1/plan/a%2Fb?x=1")
    assert answer.json()["raw_path"] == "/base/v1/plan/a%2Fb"


async def test_environment_proxy_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY is not used for calls between services."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    async with over_the_network(echo_app()) as client:
        assert (await client.get("/v1/plan")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "If-None-Match", "If-Match", "Accept-Language", "Accept", "Content-Type",
        "Idempotency-Key", "Last-Event-ID", "X-Deadline-Ms", "traceparent", "Origin", "Host",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/inventory"),
        ("GET", "/v1/plan/1"),
        ("GET", "/v1/dashboard"),
        ("POST", "/v1/copy"),
        ("POST", "/v1/uploads"),
        ("GET", "/v1/refreshes/1/events"),
        ("PATCH", "/v1/campaigns/1"),
        ("POST", "/generate-campaign"),
    ],
)
async def test_non_ascii_headers_do_not_fail(
    fleet: FakeFleet, client: httpx.AsyncClient, method: str, path: str, name: str
) -> None:
    """Non-ASCII headers are rejected or ignored, and cause no server error."""
    fleet.know_product()
    headers = [(name.encode(), "ä€".encode())]
    if name != "Content-Type":
        headers.append((b"Content-Type", b"application/json"))
    body = b'{"StockCode": "85123A"}' if method != "GET" else None
    answer = await client.request(method, path, content=body, headers=headers)
    assert answer.status_code != 500, answer.text
    assert answer.status_code < 500 or answer.json()["code"] == "upstream_unavailable"
