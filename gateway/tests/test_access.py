"""Who may do what: by the bound address, or by the role named for callers without a key."""

import httpx
import pytest

from fleet.settings import Role
from gateway.access.callers import ROLES, Caller, keyless_caller
from gateway.settings import Settings
from gateway.testing.fake_services import FakeFleet

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
READS = [
    ("GET", "/inventory"),
    ("HEAD", "/demand"),
    ("GET", "/campaign-plan"),
    ("GET", "/generated-campaigns"),
    ("GET", "/v1/dashboard"),
    ("GET", "/v1/plan"),
    ("POST", "/v1/customers:classify"),
]
WRITES = [
    ("POST", "/generate-campaign"),
    ("POST", "/v1/copy"),
    ("PUT", "/v1/campaigns/1_VIP Customers"),
    ("PATCH", "/v1/campaigns/1_VIP Customers"),
    ("DELETE", "/v1/campaigns/1_VIP Customers"),
    ("POST", "/v1/customers"),
    ("PUT", "/v1/customers:classify"),
]
OPEN = ["/", "/health/live", "/health/ready", "/docs", "/openapi.json"]


async def ask(client: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    return await client.request(method, path, json={} if method not in {"GET", "HEAD"} else None)


def test_loopback_is_the_local_admin() -> None:
    """Bound to loopback, a caller without a key is `local` and may do everything."""
    for host in ("127.0.0.1", "localhost", "::1"):
        assert keyless_caller(Settings(host=host)) == Caller("local", "admin")


def test_elsewhere_a_caller_is_nobody_or_the_role_named() -> None:
    """Bound elsewhere, ANONYMOUS_ROLE decides, and without it nobody is let in."""
    assert keyless_caller(Settings(host=ANYWHERE)) is None
    for role in ROLES:
        found = keyless_caller(Settings(host=ANYWHERE, anonymous_role=role))
        assert found == Caller("anonymous", role)


def test_a_role_set_by_name_counts_on_loopback_too() -> None:
    """Behind a reverse proxy on the same machine the operator's word is not overruled."""
    assert keyless_caller(Settings(anonymous_role="viewer")) == Caller("anonymous", "viewer")


def test_each_role_includes_those_before_it() -> None:
    """The order is viewer, planner, approver, admin."""
    assert ROLES == ("viewer", "planner", "approver", "admin")
    for one, role in enumerate(ROLES):
        for other, needed in enumerate(ROLES):
            assert Caller("x", role).may_act_as(needed) is (one >= other)


@pytest.mark.parametrize(("method", "path"), READS + WRITES)
async def test_nobody_is_not_let_in(fleet: FakeFleet, method: str, path: str) -> None:
    """Without a role every route is 401 and no service is asked."""
    async with fleet.gateway(Settings(host=ANYWHERE)) as client:
        answer = await ask(client, method, path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(not service.seen for service in fleet.services.values())


@pytest.mark.parametrize(("method", "path"), READS)
async def test_a_viewer_may_read(fleet: FakeFleet, method: str, path: str) -> None:
    """A viewer's reading, posted questions included, is passed on."""
    async with fleet.gateway(Settings(host=ANYWHERE, anonymous_role="viewer")) as client:
        answer = await ask(client, method, path)
    assert answer.status_code in {200, 404}
    assert any(service.seen for service in fleet.services.values())


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize("role", ROLES)
async def test_writing_takes_a_planner(
    fleet: FakeFleet, role: Role, method: str, path: str
) -> None:
    """A viewer's writes are 403 with the reason and reach nobody; from planner on they pass."""
    async with fleet.gateway(Settings(host=ANYWHERE, anonymous_role=role)) as client:
        answer = await ask(client, method, path)
    if role == "viewer":
        assert answer.status_code == 403
        assert "takes the role planner" in answer.json()["detail"]
        assert "have the role viewer" in answer.json()["detail"]
        assert all(not service.seen for service in fleet.services.values())
    else:
        assert answer.status_code not in {401, 403}


@pytest.mark.parametrize("path", OPEN)
async def test_some_doors_are_open(fleet: FakeFleet, path: str) -> None:
    """The welcome, health and the documentation tell nothing that needs a role."""
    async with fleet.gateway(Settings(host=ANYWHERE)) as client:
        assert (await client.get(path)).status_code == 200
