"""The state of what the gateway depends on. None of it makes the gateway itself unready."""

import asyncio
from collections.abc import Mapping

from fastapi import FastAPI
from pydantic import ValidationError

from fleet.errors import SmartRetailError
from fleet.service import HealthAnswer, Readiness
from fleet.upstream import Answer, Upstream, problem_detail
from gateway.resources import Resources

_SECONDS = 1.0


async def check_upstreams(app: FastAPI) -> Mapping[str, Readiness]:
    """Every service, asked at once whether it is ready, and the store of the keys."""
    resources: Resources = app.state.resources
    upstreams = list(resources.upstreams.values())
    found = await asyncio.gather(*(_check(upstream) for upstream in upstreams))
    states = {upstream.name: state for upstream, state in zip(upstreams, found, strict=True)}
    return {**states, "keys": await _keys(resources)}


async def _keys(resources: Resources) -> Readiness:
    try:
        await resources.keys.any()
    except SmartRetailError as error:
        return Readiness(ok=False, detail=error.detail, required=False)
    return Readiness(ok=True, detail="ready", required=False)


async def _check(upstream: Upstream) -> Readiness:
    try:
        answer = await upstream.call("GET", "/health/ready", limit=_SECONDS)
    except SmartRetailError as error:
        return Readiness(ok=False, detail=error.detail, required=False)
    return Readiness(ok=answer.ok, detail=_detail(answer, upstream), required=False)


def _detail(answer: Answer, upstream: Upstream) -> str:
    """What the service waits for, in its own words where it has any."""
    try:
        checks = HealthAnswer.model_validate_json(answer.content).checks
    except ValidationError:
        return f"{upstream.name} {problem_detail(answer)}"
    waits = [f"{name}: {c.get('detail')}" for name, c in checks.items() if c.get("status") != "ok"]
    return "; ".join(waits) or "ready"
