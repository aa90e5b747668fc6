"""CORS: what pages of other origins can read and do, for every kind of response."""

import httpx
import pytest
from support.fake_services import FakeFleet

from gateway.settings import Settings

OURS = "http://localhost:5173"
EXPOSED = {"etag", "x-snapshot", "x-trace-id"}
# One of each kind of answer: method, path, headers, status.
ANSWERS: list[tuple[str, str, dict[str, str], int]] = [
    ("GET", "/", {}, 200),
    ("GET", "/inventory", {}, 200),
    ("HEAD", "/inventory", {}, 200),
    ("GET", "/demand", {"If-None-Match": '"x"'}, 304),
    ("GET", "/v1/dashboard", {}, 200),
    ("GET", "/health/ready", {}, 200),
    ("GET", "/v1/plan/none", {}, 404),
    ("GET", "/nowhere", {}, 404),
    ("DELETE", "/inventory", {}, 405),
    ("POST", "/generate-campaign", {"Content-Type": "application/json"}, 422),
    ("GET", "/inventory", {"Host": "evil.example"}, 421),
    ("GET", "/campaign-plan", {}, 503),
    ("GET", "/v1/segments", {"X-Deadline-Ms": "0"}, 504),
]


@pytest.fixture
def fleet(fleet: FakeFleet) -> FakeFleet:
    """A fleet with a list, a 304 and a failure."""
    etag = {"ETag": '"x"', "Vary": "Accept-Encoding"}
    fleet["inventory-svc"].answers("/inventory", [], headers=etag)
    fleet["inventory-svc"].answers("/inventory", b"", method="HEAD", headers=etag)
    fleet["forecast-svc"].answers("/demand", b"", status=304, headers=etag)
    fleet["strategy-svc"].answers("/campaign-plan", {}, status=500)
    return fleet


@pytest.mark.parametrize(("method", "path", "headers", "status"), ANSWERS)
async def test_trusted_origin_can_read_every_response(
    client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """200, 304, HEAD and every kind of error have the same CORS headers and one Vary."""
    answer = await client.request(method, path, headers=headers | {"Origin": OURS})
    assert answer.status_code == status
    assert answer.headers.get_list("access-control-allow-origin") == [OURS]
    exposed = answer.headers["access-control-expose-headers"].lower().split(", ")
    assert set(exposed) >= EXPOSED
    [vary] = answer.headers.get_list("vary")
    assert vary == "Origin, Accept-Encoding" + (", Accept" if path == "/" else "")


@pytest.mark.parametrize(("method", "path", "headers", "status"), ANSWERS)
@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
async def test_other_origins_can_read_no_response(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    origin: str | None,
) -> None:
    """Another origin gets no permission to read, and Vary tells caches so."""
    sent = headers | ({"Origin": origin} if origin else {})
    answer = await client.request(method, path, headers=sent)
    refused = origin is not None and method in {"POST", "DELETE"}
    assert answer.status_code == (403 if refused else status)
    assert "access-control-allow-origin" not in answer.headers
    [vary] = answer.headers.get_list("vary")
    assert vary == "Origin, Accept-Encoding" + (", Accept" if path == "/" else "")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_preflight_of_trusted_origin_is_accepted(
    client: httpx.AsyncClient, method: str
) -> None:
    """A preflight request is answered with the allowed methods and headers."""
    answer = await client.options(
        "/generate-campaign",
        headers={
            "Origin": OURS,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type, if-none-match, x-deadline-ms",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == OURS
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("content-type", "if-none-match", "x-deadline-ms"))
    assert answer.headers["vary"].startswith("Origin, Accept-Encoding")


async def test_preflight_of_other_origin_is_rejected(client: httpx.AsyncClient) -> None:
    """Another origin's preflight is rejected."""
    answer = await client.options(
        "/generate-campaign",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


async def test_only_trusted_origins_can_write(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """A POST from a trusted origin reaches the route; from any other it is 403 before that."""
    fleet.know_product()
    body = {"StockCode": "85123A"}
    good = await client.post("/generate-campaign", json=body, headers={"Origin": OURS})
    bad = await client.post(
        "/generate-campaign", json=body, headers={"Origin": "https://evil.example"}
    )
    assert (good.status_code, bad.status_code) == (200, 403)
    assert fleet.copywriter.text_count == 1


async def test_cors_origins_replaces_the_defaults(fleet: FakeFleet) -> None:
    """CORS_ORIGINS replaces the default origins."""
    async with fleet.gateway(Settings(cors_origins=("https://shop.example",))) as client:
        theirs = await client.get("/", headers={"Origin": "https://shop.example"})
        default = await client.get("/", headers={"Origin": OURS})
    assert theirs.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-origin" not in default.headers


async def test_default_origins_can_only_generate_copy(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """They can read and call the contract's routes; every other change is 403."""
    fleet.know_product()
    sent = {"Origin": OURS}
    body = {"StockCode": "85123A"}
    assert (await client.post("/generate-campaign", json=body, headers=sent)).status_code == 200
    for method, path in (
        ("DELETE", "/v1/customers/1"),
        ("PUT", "/v1/opt-outs/1"),
        ("PATCH", "/v1/campaigns/x"),
        ("POST", "/v1/refreshes"),
        ("POST", "/v1/session"),
        ("POST", "/generate-campaign/x"),
    ):
        answer = await client.request(method, path, json={}, headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
        assert answer.headers["access-control-allow-origin"] == OURS
    assert not fleet["campaign-svc"].requests("DELETE")


async def test_configured_origins_have_the_users_permissions(fleet: FakeFleet) -> None:
    """This also applies to a default origin that the operator configures."""
    fleet["campaign-svc"].answers("/internal/customers/1", {"audiences": 0}, method="DELETE")
    for origin in (OURS, "https://shop.example"):
        async with fleet.gateway(Settings(cors_origins=(origin,))) as client:
            answer = await client.delete("/v1/customers/1", headers={"Origin": origin})
        assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["http://[", "http://localhost:x", "ä", ""])
async def test_malformed_origins_are_rejected(client: httpx.AsyncClient, origin: str) -> None:
    """A malformed Origin header is not trusted and causes no server error."""
    headers = [(b"Origin", origin.encode())]
    assert (await client.delete("/v1/customers/1", headers=headers)).status_code == 403


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
async def test_health_accepts_any_host(client: httpx.AsyncClient, path: str) -> None:
    """Probes connect by address; all other routes reject unknown host names."""
    assert (await client.get(path, headers={"Host": "10.1.2.3:8000"})).status_code == 200
    assert (await client.get("/inventory", headers={"Host": "10.1.2.3:8000"})).status_code == 421
