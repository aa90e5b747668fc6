"""Eight apps in one process fail independently, as eight processes would."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from support.apps import serve_app

from fleet.errors import InvalidInput
from gateway.settings import Settings as GatewaySettings
from smartretail.one_process import create_one_process
from smartretail.services import Build, load_services


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Build]:
    """The seven services with an empty state."""
    monkeypatch.chdir(tmp_path)
    return load_services(state_url=str(tmp_path / "state"))


def one_process(services: Mapping[str, Build]) -> FastAPI:
    """The single process that runs these services."""
    return create_one_process(GatewaySettings(), services)


def failing(error: Exception) -> FastAPI:
    """An app that cannot start."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        raise error
        yield

    return FastAPI(lifespan=lifespan)


async def test_failed_start_affects_only_its_service(
    services: dict[str, Build],
) -> None:
    """The others serve; the failed one gives the reason, and readiness shows it."""
    services["campaign-svc"] = partial(failing, InvalidInput("The disk is made of cheese."))
    async with serve_app(one_process(services)) as client:
        refused = await client.get("/generated-campaigns")
        assert refused.status_code == 503
        assert (await client.get("/v1/copy/provider")).status_code == 200
        checks = (await client.get("/health/ready")).json()["checks"]
        assert "made of cheese" in checks["campaign-svc"]["detail"]
        assert checks["genai-svc"]["status"] == "ok"


async def test_start_error_hides_internal_details(
    services: dict[str, Build],
) -> None:
    """A caller sees the type of the error; its text is only logged."""
    services["genai-svc"] = partial(failing, RuntimeError("a secret"))
    async with serve_app(one_process(services)) as client:
        answer = await client.get("/v1/copy/provider")
        assert answer.status_code == 503
        checks = (await client.get("/health/ready")).text
    assert "RuntimeError" in checks
    assert "secret" not in answer.text + checks


async def test_lifespans_end_with_the_process(services: dict[str, Build]) -> None:
    """Every service closes its resources in the task that opened them."""
    ended: list[str] = []

    def closing(name: str) -> FastAPI:
        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
            yield
            ended.append(name)

        return FastAPI(lifespan=lifespan)

    async with serve_app(one_process({name: partial(closing, name) for name in services})):
        assert ended == []
    assert sorted(ended) == sorted(services)
