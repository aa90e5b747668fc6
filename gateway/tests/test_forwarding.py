"""`/v1/*` goes unchanged to the service that owns it, and its answer comes back unchanged."""

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
    """A gateway and one service for all names, both on real loopback ports."""
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
async def test_each_path_has_its_owner(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str, owner: ServiceName
) -> None:
    """A path is answered by the service of the route table, and by no other."""
    fleet[owner].answers(path, {"from": owner}, snapshot=SNAPSHOT)
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"from": owner})
    assert answer.headers["x-snapshot"] == SNAPSHOT
    assert [name for name, service in fleet.services.items() if service.seen] == [owner]


@pytest.mark.parametrize("path", ["/v1/planets", "/v1/inventoryx", "/v1", "/v1/", "/v2/plan"])
async def test_what_nobody_owns_is_not_found(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str
) -> None:
    """A path outside the table is 404, and no service hears of it."""
    assert (await client.get(path)).status_code == 404
    assert all(not service.seen for service in fleet.services.values())


async def test_paths_arrive_as_written() -> None:
    """Over real connections the percent-encoding of a path reaches the service as it was."""
    async with over_the_network(echo_app()) as client:
        found = [(await client.get(path)).json()["raw_path"] for path in ODD_PATHS]
    assert found == ODD_PATHS


@pytest.mark.parametrize(
    "path", ["/v1/inventory/%2E%2E/%2e%2e/metrics", "/v1/plan/%2E", "/v1/plan/.%2E/x"]
)
async def test_dot_segments_go_nowhere(
    fleet: FakeFleet, client: httpx.AsyncClient, path: str
) -> None:
    """A path that could climb out of the route that was checked is 404 at the gateway."""
    assert (await client.get(path)).status_code == 404
    assert all(not service.seen for service in fleet.services.values())


async def test_method_query_and_body_arrive_unchanged() -> None:
    """Whatever the method, query and body are the caller's own."""
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
def test_any_target_can_be_sent_on(path: bytes, query: bytes) -> None:
    """Whatever bytes a client puts into a path and query, the URL made of them is sound."""
    raw = b"/v1/plan/x" + path.replace(b".", b"").replace(b"?", b"").replace(b"%2", b"")
    scope = {"raw_path": raw, "path": "", "query_string": query}
    url = httpx.URL("http://localhost" + target_of(scope))
    assert url.host == "localhost"
    assert url.raw_path.startswith(b"/v1/plan/x")
    assert url.fragment == ""


async def test_a_target_without_raw_path_is_encoded_anew() -> None:
    """Servers that pass only the decoded path are served too."""
    assert target_of({"path": "/v1/plan/a b/ä", "query_string": b""}) == "/v1/plan/a%20b/%C3%A4"


async def test_an_endless_address_is_refused(client: httpx.AsyncClient) -> None:
    """An address longer than any route needs is a 422 that says so."""
    answer = await client.get("/v1/plan?q=" + "x" * 9000)
    assert answer.status_code == 422
    assert "8192 bytes" in answer.json()["detail"]


async def test_only_what_shapes_the_answer_is_reported(fleet: FakeFleet) -> None:
    """Conditional headers, trace and deadline go on; cookies, keys, Origin and hop headers stay."""
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
    received = fleet["campaign-svc"].seen[0].headers
    assert (received["if-match"], received["if-none-match"]) == ('"3"', '"4"')
    assert (received["idempotency-key"], received["content-type"]) == ("k", "application/json")
    assert received["traceparent"].split("-")[1] == trace
    assert 0 < int(received["x-deadline-ms"]) <= 1500
    withheld = {"cookie", "authorization", "origin", "te", "upgrade", "x-forwarded-for"}
    assert not withheld & received.keys()


async def test_headers_of_the_hop_stay_behind(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """Hop-by-hop headers, cookies and CORS headers of a service do not reach the caller."""
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


async def test_a_redirect_shows_no_inner_address(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A service's redirect becomes a path of the gateway, and is not followed on the way."""
    moved = {"Location": "http://inventory-svc:8001/v1/products?q=%C3%A4"}
    fleet["inventory-svc"].answers("/v1/products/", b"", status=307, headers=moved)
    answer = await client.get("/v1/products/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/v1/products?q=%C3%A4")
    assert len(fleet["inventory-svc"].seen) == 1


async def test_a_body_that_is_too_large_stops_at_the_gateway(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Ten megabytes are refused with 413 and never sent on."""
    answer = await client.post("/v1/customers:classify", content=b"x" * 10_000_000)
    assert answer.status_code == 413
    assert fleet["segmentation-svc"].seen == []


async def test_an_address_may_have_a_path() -> None:
    """A service behind a path prefix is asked below it."""
    async with serve_app(echo_app()) as service:
        below = f"{str(service.base_url).rstrip('/')}/base/"
        async with serve_app(create_app(settings_at(below))) as client:
            answer = await client.get("/v1/plan/a%2Fb?x=1")
    assert answer.json()["raw_path"] == "/base/v1/plan/a%2Fb"


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY is for browsing, not for calls within the fleet."""
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
async def test_headers_beyond_ascii_are_no_defect(
    fleet: FakeFleet, client: httpx.AsyncClient, method: str, path: str, name: str
) -> None:
    """They are refused or count as absent; nothing of ours fails over them."""
    fleet.know_product()
    headers = [(name.encode(), "ä€".encode())]
    if name != "Content-Type":
        headers.append((b"Content-Type", b"application/json"))
    body = b'{"StockCode": "85123A"}' if method != "GET" else None
    answer = await client.request(method, path, content=body, headers=headers)
    assert answer.status_code != 500, answer.text
    assert answer.status_code < 500 or answer.json()["code"] == "upstream_unavailable"
