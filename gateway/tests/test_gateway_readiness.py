"""Health: the gateway reports the state of the fleet and is ready without it."""

import asyncio
from typing import Any

import httpx
from support.apps import serve_app
from support.fake_services import FakeFleet, settings_at
from support.waiting import PATIENCE_SECONDS

from gateway.main import create_app
from gateway.settings import SERVICES


async def test_readiness_lists_every_service(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """Each service is listed as ready, not ready with its reason, or refusing connections."""
    ready: dict[str, Any] = {"status": "ok", "service": "x", "version": "1", "checks": {}}
    waiting = ready | {
        "status": "unavailable",
        "checks": {
            "documents": {"status": "unavailable", "detail": "MongoDB does not respond"},
            "disk": {"status": "ok", "detail": "fine"},
        },
    }
    for service in fleet.services.values():
        service.answers("/health/ready", ready)
    fleet.campaigns.answers("/health/ready", waiting, status=503)
    fleet["genai-svc"].answers("/health/ready", {"detail": "It could not start."}, status=503)
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    checks = answer.json()["checks"]
    assert list(checks) == [*SERVICES, "keys"]
    assert checks["inventory-svc"] == {"status": "ok", "detail": "ready"}
    assert checks["campaign-svc"] == {
        "status": "unavailable",
        "detail": "documents: MongoDB does not respond",
    }
    assert checks["genai-svc"]["detail"] == "genai-svc says: It could not start."


async def test_gateway_is_ready_without_its_services(fleet: FakeFleet) -> None:
    """With one service hanging and five down, the gateway reports ready without waiting."""
    fleet["forecast-svc"].ready.clear()
    some = {"forecast-svc": fleet.transports()["forecast-svc"]}
    async with serve_app(create_app(settings_at("http://127.0.0.1:9"), transports=some)) as client:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await client.get("/health/ready")
    assert answer.status_code == 200
    checks = answer.json()["checks"]
    assert {checks[service]["status"] for service in SERVICES} == {"unavailable"}
    assert checks["forecast-svc"]["detail"] == "forecast-svc didn't answer within 1 s."
    assert checks["genai-svc"]["detail"] == "genai-svc can't be reached."


async def test_liveness_calls_no_service(fleet: FakeFleet, client: httpx.AsyncClient) -> None:
    """Liveness does not depend on any service."""
    assert (await client.get("/health/live")).json()["status"] == "ok"
    assert all(not service.received for service in fleet.services.values())
