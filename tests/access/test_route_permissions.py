"""Permissions of every route for every role, at the gateway and at the service itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from contract.permissions import INTERNAL, PERMISSIONS, ROLES, Role
from fleet.callers import CALLER_HEADER, Caller, CallerSigner, new_secret
from fleet.permissions import covers, permission_for, permission_of_route, role_of_route
from smartretail.in_process import InProcessTransport
from smartretail.services import SERVICES

SECRET = new_secret()
VALUES = {"part": "7", "snapshot_id": "none"}
NAMES = [member.name for member in SERVICES]


def service_app(name: str, tmp_path: Path) -> FastAPI:
    """The service's app, without state and with an empty store."""
    member = next(member for member in SERVICES if member.name == name)
    return member.load(
        state_url=str(tmp_path / "state"),
        documents_path=tmp_path / "documents.sqlite3",
        worker_path=tmp_path / "worker",
        caller_secret=SECRET,
    )()


def route_templates(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and declared path of each route, included routers too."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from route_templates(inner.routes, prefix)
        else:
            methods: set[str] = getattr(route, "methods", None) or set()
            yield from ((method, prefix + getattr(route, "path", "")) for method in methods)


def protected_routes(app: FastAPI) -> list[tuple[str, str]]:
    """The routes that require a role."""
    found = sorted(set(route_templates(app.routes)))
    return [(m, t) for m, t in found if t != "/metrics" and role_of_route(m, t) is not None]


def example_path(template: str) -> str:
    """An example of the route's paths."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: VALUES.get(found[1], "x"), template)


@pytest.mark.parametrize("name", NAMES)
def test_every_route_has_a_permission(name: str, tmp_path: Path) -> None:
    """A new route without a permission fails here."""
    found = list(route_templates(service_app(name, tmp_path).routes))
    assert len(found) > 5
    missing = [route for route in found if permission_of_route(*route) is None]
    assert not missing, "add them to shared/contract/permissions.py"


def test_no_unused_internal_permission(tmp_path: Path) -> None:
    """A row that no route needs must be removed."""
    found = {
        route for name in NAMES for route in route_templates(service_app(name, tmp_path).routes)
    }
    for row in INTERNAL:
        assert any(covers(row, method, example_path(template)) for method, template in found), row


@pytest.mark.parametrize("name", NAMES)
def test_path_and_template_have_the_same_permission(name: str, tmp_path: Path) -> None:
    """An example path matches the same row as its route."""
    for method, template in route_templates(service_app(name, tmp_path).routes):
        if not template.startswith("/internal"):
            assert permission_for(method, example_path(template)) in PERMISSIONS
            assert permission_for(method, example_path(template)) == permission_of_route(
                method, template
            )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMES)
async def test_every_service_checks_the_role(name: str, role: Role, tmp_path: Path) -> None:
    """Below its role a route is a 403, even if the gateway allowed it, and only then."""
    app, signer, caller = service_app(name, tmp_path), CallerSigner(SECRET), Caller("Ada", role)
    transport = InProcessTransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
    ):
        for method, template in protected_routes(app):
            path, needed = example_path(template), role_of_route(method, template)
            headers = {CALLER_HEADER: signer.sign(caller, method, path)}
            json: dict[str, str] | None = None if method in {"GET", "HEAD"} else {}
            async with client.stream(method, path, headers=headers, json=json) as answer:
                status = answer.status_code
            assert needed is not None
            allowed = ROLES.index(role) >= ROLES.index(needed)
            assert (status != 403) is allowed, (method, path, status)
            assert status != 401


@pytest.mark.parametrize("suffix", ["%0A", "%0d", "%00", "%7F", "%09"])
async def test_line_break_does_not_change_the_route(suffix: str, tmp_path: Path) -> None:
    """A service rejects control characters itself, before routing."""
    app = service_app("strategy-svc", tmp_path)
    path = "/v1/plan/x/customers"
    decoded = httpx.URL(f"http://localhost{path}{suffix}").path
    headers = {CALLER_HEADER: CallerSigner(SECRET).sign(Caller("Eve", "viewer"), "GET", decoded)}
    async with httpx.AsyncClient(
        transport=InProcessTransport(app), base_url="http://localhost"
    ) as client:
        answer = await client.get(path + suffix, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
