"""Requests that are never local: through a proxy or by host name; odd bytes in paths."""

import pytest
from support.fake_services import FakeFleet

from gateway.settings import Settings

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


@pytest.mark.parametrize("path", ["/v1/plan/1/customers%0A", "/inventory%0D", "/app/%00", "/%7F"])
async def test_control_characters_are_rejected(fleet: FakeFleet, path: str) -> None:
    """A line break at the end of a path once bypassed the role check of its route."""
    fleet["strategy-svc"].answers("/v1/plan/1/customers\n", {"items": ["everybody"]})
    viewer = Settings(host=ANYWHERE, anonymous_role="viewer")
    async with fleet.gateway(viewer) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(not service.received for service in fleet.services.values())


async def test_double_encoded_escape_is_plain_text(fleet: FakeFleet) -> None:
    """`%250A` is the text %0A, which a product code may contain."""
    fleet["strategy-svc"].answers("/v1/plan/x%0A", {"stock_code": "x%0A"})
    async with fleet.gateway() as client:
        assert (await client.get("/v1/plan/x%250A")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "10.0.0.9"}, {"Forwarded": "for=10.0.0.9"}, {"Via": "1.1 proxy"}],
)
async def test_forwarded_request_is_never_local(fleet: FakeFleet, headers: dict[str, str]) -> None:
    """Behind a local proxy without any keys, no caller becomes an admin."""
    async with fleet.gateway() as client:
        assert (await client.get("/v1/plan", headers=headers)).status_code == 401
        session = (await client.get("/v1/session", headers=headers)).json()
        assert (session["how"], session["role"]) == ("nobody", None)
        assert (await client.get("/v1/plan")).status_code == 404


async def test_other_host_name_is_never_local(fleet: FakeFleet) -> None:
    """ALLOWED_HOSTS accepts a host name but gives it no role."""
    async with fleet.gateway(Settings(allowed_hosts=("shop.example",))) as client:
        answer = await client.get("/v1/plan", headers={"Host": "shop.example"})
    assert answer.status_code == 401
