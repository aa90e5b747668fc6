"""Readiness of the gateway's dependencies. None of them makes the gateway itself unready."""

import asyncio
from collections.abc import Mapping

from fastapi import FastAPI
from pydantic import ValidationError

from fleet.errors import SmartRetailError
from fleet.readiness import Readiness
from fleet.service import HealthAnswer
from fleet.statements import Statement
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import refusal_of
from gateway.resources import Resources

_SECONDS = 1.0


async def check_upstreams(app: FastAPI) -> Mapping[str, Readiness]:
    """The readiness of all services, requested concurrently, and of the key store."""
    resources: Resources = app.state.resources
    clients = resources.clients.by_name()
    found = await asyncio.gather(*map(_check, clients.values()))
    states: dict[str, Readiness] = dict(zip(clients, found, strict=True))
    return {**states, "keys": await _keys(resources)}


async def _keys(resources: Resources) -> Readiness:
    try:
        await resources.keys.any()
    except SmartRetailError as error:
        return _down(error)
    return Readiness(ok=True, detail="ready", required=False)


async def _check(client: ServiceClient) -> Readiness:
    try:
        answer = await client.call("GET", "/health/ready", limit=_SECONDS)
    except SmartRetailError as error:
        return _down(error)
    try:
        checks = HealthAnswer.model_validate_json(answer.content).checks
    except ValidationError:
        return _down(refusal_of(answer, client.name), ok=answer.ok)
    return _waiting(answer.ok, checks)


def _waiting(ok: bool, checks: Mapping[str, Mapping[str, object]]) -> Readiness:
    """The service's own message on what it is waiting for."""
    waits = {name: check for name, check in checks.items() if check.get("status") != "ok"}
    detail = "; ".join(f"{name}: {check.get('detail')}" for name, check in waits.items())
    known = [check["statement"] for check in waits.values() if "statement" in check]
    statement = Statement.model_validate(known[0]) if len(known) == len(waits) == 1 else None
    return Readiness(ok, detail or "ready", False, statement)


def _down(error: SmartRetailError, *, ok: bool = False) -> Readiness:
    return Readiness(ok, error.detail, False, error.statement)
