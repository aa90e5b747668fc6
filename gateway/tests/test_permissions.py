"""The role each route requires; every route is listed in the table."""

import re

import pytest
from fastapi.routing import APIRoute
from support.fake_services import FakeFleet

from contract.permissions import PERMISSIONS, ROLES, Role
from fleet.permissions import covers, permission_for, role_for
from fleet.sentences import name_of
from gateway.main import create_app
from gateway.openapi import served_document
from gateway.settings import Settings

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
VALUES = {"campaign_id": "1_VIP Customers", "label": "VIP Customers"}


def routes(fleet: FakeFleet) -> set[tuple[str, str]]:
    """Method and path of every route of the gateway, its own and forwarded ones."""
    app = create_app(Settings(), transports=fleet.transports())
    own = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, APIRoute) and "{rest:path}" not in route.path
        for method in route.methods or ()
        if not (route.path.endswith(":{verb}") or _is_forwarded(route))
    }
    served = {
        (method.upper(), path)
        for path, item in served_document()["paths"].items()
        for method in item
    }
    docs = {("GET", path) for path in ("/docs", "/redoc", "/openapi.json", "/metrics", "/app")}
    return {(method, _filled(path)) for method, path in own | served | docs}


def _is_forwarded(route: APIRoute) -> bool:
    return route.name == "forward"


def _filled(path: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: VALUES.get(found[1], "7"), path)


def test_every_route_is_in_the_table(fleet: FakeFleet) -> None:
    """No route of the gateway or of a service relies on the default rule."""
    forgotten = {route for route in routes(fleet) if permission_for(*route) is None}
    assert not forgotten, "add them to shared/contract/permissions.py"


def test_every_row_matches_a_route(fleet: FakeFleet) -> None:
    """A row that matches no route has to be removed."""
    known = routes(fleet)
    for row in PERMISSIONS:
        assert any(covers(row, *route) for route in known), row


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/", None),
        ("GET", "/health/live", None),
        ("GET", "/openapi.json", None),
        ("GET", "/metrics", "viewer"),
        ("HEAD", "/inventory", "viewer"),
        ("GET", "/v1/plan/a/b:c", "viewer"),
        ("POST", "/v1/customers:classify", "viewer"),
        ("POST", "/generate-campaign", "planner"),
        ("POST", "/v1/copy", "planner"),
        ("PATCH", "/v1/campaigns/a/b_VIP Customers", "planner"),
        ("POST", "/v1/campaigns/x:approve:submit", "planner"),
        ("POST", "/v1/campaigns/x:submit", "planner"),
        ("POST", "/v1/campaigns/x\n:submit", "planner"),
        ("POST", "/v1/campaigns/x:submit:approve", "approver"),
        ("GET", "/v1/campaigns/x:approve", "viewer"),
        ("GET", "/v1/campaigns/x/audience.csv", "planner"),
        ("GET", "/v1/opt-outs", "planner"),
        ("DELETE", "/v1/opt-outs/1", "admin"),
        ("DELETE", "/v1/customers/1", "admin"),
        ("PUT", "/v1/campaigns/x", "admin"),
        ("PUT", "/v1/customers:classify", "admin"),
        ("GET", "/v1/planets", "admin"),
        ("GET", "/inventory/", "admin"),
        ("GET", "/internal/campaigns/x", "admin"),
        ("PUT", "/internal/campaigns/x", "admin"),
        ("BREW", "/inventory", "admin"),
    ],
)
def test_required_role_of_a_request(method: str, path: str, role: Role | None) -> None:
    """The table gives the role for any request; anything not listed requires an admin."""
    assert role_for(method, path) == role


@pytest.mark.parametrize("role", [None, *ROLES])
async def test_routes_enforce_their_role(fleet: FakeFleet, role: Role | None) -> None:
    """Each route is 401 without a caller, 403 below its role, and neither from it upwards."""
    settings = Settings(host=ANYWHERE, anonymous_role=role)
    async with fleet.gateway(settings) as client:
        for method, path in sorted(routes(fleet)):
            needed = role_for(method, path)
            for service in fleet.services.values():
                service.received.clear()
            body: dict[str, str] | None = {} if method not in {"GET", "HEAD", "OPTIONS"} else None
            answer = await client.request(method, path, json=body)
            reached = any(service.received for service in fleet.services.values())
            if needed is not None and role is None:
                assert (answer.status_code, reached) == (401, False), (method, path)
                assert answer.headers["WWW-Authenticate"] == "Bearer"
            elif needed is not None and role and ROLES.index(role) < ROLES.index(needed):
                assert (answer.status_code, reached) == (403, False), (method, path)
                detail = answer.json()["detail"]
                assert f"someone with the {name_of('role', needed)} role" in detail
                assert f"your role is {name_of('role', role)}" in detail
                assert "Callers without a key" in detail
            else:
                assert answer.status_code not in {401, 403}, (method, path)


async def test_internal_routes_are_not_reachable(
    fleet: FakeFleet,
) -> None:
    """Not even an admin reaches an internal route, in any spelling."""
    async with fleet.gateway() as client:
        for path in ("/internal/campaigns/x", "//internal/campaigns/x", "/v1/%2e%2e/internal/x"):
            answer = await client.put(path, json={})
            assert answer.status_code == 404
    assert all(not service.received for service in fleet.services.values())
