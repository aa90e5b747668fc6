"""All services in one process: the gateway calls the seven apps without a network."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypedDict

import structlog
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from fleet.callers import new_secret
from fleet.errors import SmartRetailError, Unavailable
from fleet.logs import configure_logs
from fleet.problems import problem_response
from fleet.service import run_app
from fleet.settings import load_settings
from fleet.statements import statement
from gateway.access.bind_policy import require_keys_or_role
from gateway.main import create_app as create_gateway
from gateway.settings import Settings as GatewaySettings
from smartretail.in_process import InProcessTransport
from smartretail.services import Build, load_services, read_both
from smartretail.settings import ENV_FILE, Overrides, state_override

START_SECONDS = 8.0
_log = structlog.get_logger("smartretail.one_process")


class _Address(TypedDict, total=False):
    """Flags that win over HOST and PORT."""

    host: str
    port: int


def serve_one_process(*, state: Path | None, host: str | None, port: int | None) -> None:
    """Serve until stopped. Flags override the environment, which overrides `.env`.

    Raises:
        SettingsError: a variable is malformed.
    """
    address: _Address = {} if host is None else {"host": host}
    if port is not None:
        address["port"] = port
    shared: Overrides = {**state_override(state), **shared_caller_secret()}
    settings, services = read_both(
        lambda: load_settings(
            GatewaySettings,
            env_file=ENV_FILE,
            bind_policy=require_keys_or_role,
            **address,
            **shared,
        ),
        lambda: load_services(**shared),
    )
    configure_logs(settings.log_level, "smartretail")
    run_app(create_one_process(settings, services), settings)


def shared_caller_secret() -> Overrides:
    """A secret shared by the gateway and services in one process, new for each process."""
    return {"caller_secret": new_secret()}


def create_one_process(settings: GatewaySettings, services: Mapping[str, Build]) -> FastAPI:
    """The gateway's app; its lifespan also starts and stops the services.

    Args:
        settings: The gateway's settings.
        services: Functions that create each service's app, by name (`services.load_services`).
    """
    slots = [ServiceSlot(name, build) for name, build in services.items()]
    app = create_gateway(
        settings, transports={slot.name: InProcessTransport(slot) for slot in slots}
    )
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(gateway: FastAPI) -> AsyncGenerator[None]:
        async with _services_running(slots), inner(gateway):
            _log.info("serving", url=f"http://{settings.host}:{settings.port}")
            yield

    app.router.lifespan_context = lifespan
    return app


class ServiceSlot:
    """One service in the process. Requests get its response, or the reason it isn't running.

    A service that cannot start doesn't stop the others, as with separate processes.
    """

    def __init__(self, name: str, build: Build) -> None:
        self.name = name
        self.start_ended = asyncio.Event()
        self._build = build
        self._app: ASGIApp = Refusal(Unavailable(statement("service_starting", service=name)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        await self._app(scope, receive, send)

    async def serve_until(self, stop: asyncio.Event) -> None:
        """Run the service's lifespan, in one task from start to end, until `stop` is set."""
        try:
            app = self._build()
            async with app.router.lifespan_context(app):
                self._app = app
                self.start_ended.set()
                await stop.wait()
        except Exception as error:  # noqa: BLE001 - isolates one service; logged, and reported to callers
            _log.exception("service_failed", service=self.name)
            self._app = Refusal(_not_started(self.name, error))
        finally:
            self.start_ended.set()


class Refusal:
    """Responds to every request with 503 and the reason."""

    def __init__(self, error: Unavailable) -> None:
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        await problem_response(self._error)(scope, receive, send)


def _not_started(service: str, error: Exception) -> Unavailable:
    """The reason for callers: our own sentence, or the type of the bug without internals."""
    if isinstance(error, SmartRetailError):
        text = f"{service} could not start: {error.detail}"
        return Unavailable(text, statement=error.statement)
    note = f"It raised {type(error).__name__}."
    return Unavailable(statement("service_not_started", service=service), note=note)


@asynccontextmanager
async def _services_running(slots: Iterable[ServiceSlot]) -> AsyncGenerator[None]:
    """Start all services concurrently, without waiting for slow ones."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(slot.serve_until(stop), name=slot.name) for slot in slots]
    start_ended = [asyncio.create_task(slot.start_ended.wait()) for slot in slots]
    try:
        _, late = await asyncio.wait(start_ended, timeout=START_SECONDS)
        for task in late:
            task.cancel()
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks, *start_ended, return_exceptions=True)
