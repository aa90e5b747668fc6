"""Builds and serves a service's app.

`create_service` makes a FastAPI app with everything the services share; the service adds its
routers and, in its lifespan, sets `app.state.resources` to its own typed resources.
"""

import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar, cast

import structlog
import uvicorn
from fastapi import Depends, FastAPI, Request, Response
from pydantic import BaseModel, Field
from starlette.middleware import Middleware

from fleet import __version__
from fleet.callers import Callers, check_role
from fleet.logs import configure_logs
from fleet.metrics import render_metrics
from fleet.middleware import BodyLimit, HostAndOrigin, PathCheck, Telemetry
from fleet.problems import install_error_handlers
from fleet.readiness import Readiness
from fleet.settings import ServiceSettings, SettingsError, load_settings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
MAX_BODY_BYTES = 1024 * 1024
R = TypeVar("R")
S = TypeVar("S", bound=ServiceSettings)


ReadinessChecks = Callable[[FastAPI], Awaitable[Mapping[str, Readiness]]]


class HealthAnswer(BaseModel):
    """The response of `/health/live` and `/health/ready`."""

    status: str = Field(examples=["ok"])
    service: str = Field(examples=["inventory-svc"])
    version: str
    checks: dict[str, dict[str, object]] = Field(default_factory=dict)


async def _no_checks(_: FastAPI) -> Mapping[str, Readiness]:
    return {}


@asynccontextmanager
async def no_resources(_: FastAPI) -> AsyncGenerator[None]:
    """The lifespan of a service without resources."""
    yield


def create_service(
    settings: ServiceSettings,
    *,
    name: str,
    title: str,
    description: str,
    lifespan: Lifespan = no_resources,
    readiness: ReadinessChecks = _no_checks,
    trusted_origins: tuple[str, ...] = (),
    limited_origins: tuple[str, ...] = (),
    open_paths: frozenset[str] = frozenset(),
    outermost: tuple[Middleware, ...] = (),
    access: Middleware | None = None,
    streamed: frozenset[tuple[str, str]] = frozenset(),
) -> FastAPI:
    """A FastAPI app with trace ids, logs, metrics, health, problem documents, deadlines and limits.

    Args:
        settings: The service's settings; host and allowed hosts decide which Host headers are
            accepted.
        name: The name in logs and metrics, e.g. `inventory-svc`.
        title: Title of the OpenAPI document.
        description: Description of the OpenAPI document.
        lifespan: Opens the service's resources and sets `app.state.resources`.
        readiness: Returns the state of the service's dependencies.
        trusted_origins: Other web origins that may call unsafe methods.
        limited_origins: Origins that may only read and call `open_paths`.
        open_paths: Paths that they may call with unsafe methods.
        outermost: Middlewares around everything else (CORS at the gateway).
        access: Access control that replaces the default of a service: trust the gateway's header,
            and check the caller's role for the route (`fleet.callers`).
        streamed: Method and path of routes that accept files and enforce their own limit.
    """
    app = FastAPI(
        title=title,
        description=description,
        version=__version__,
        lifespan=cast("Any", lifespan),
        dependencies=[] if access else [Depends(check_role)],
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            *outermost,
            Middleware(Telemetry, service=name),
            Middleware(
                HostAndOrigin,
                settings=settings,
                trusted_origins=trusted_origins,
                limited_origins=limited_origins,
                open_paths=open_paths,
            ),
            Middleware(PathCheck),
            Middleware(BodyLimit, max_bytes=MAX_BODY_BYTES, streamed=streamed),
            access or Middleware(Callers, settings=settings),
        ],
    )
    install_error_handlers(app)
    _add_operations(app, name, readiness)
    return app


def _add_operations(app: FastAPI, name: str, readiness: ReadinessChecks) -> None:
    @app.get("/health/live", tags=["operations"], operation_id=f"live_{_snake(name)}")
    async def live() -> HealthAnswer:  # pyright: ignore[reportUnusedFunction] - FastAPI keeps it
        """The process is running."""
        return HealthAnswer(status="ok", service=name, version=__version__)

    @app.get(
        "/health/ready",
        tags=["operations"],
        operation_id=f"ready_{_snake(name)}",
        responses={503: {"model": HealthAnswer, "description": "Not ready yet"}},
    )
    async def ready(  # pyright: ignore[reportUnusedFunction] - FastAPI keeps it
        request: Request, response: Response
    ) -> HealthAnswer:
        """Whether the service is ready, and the state of what it depends on."""
        checks = await readiness(request.app)
        ok = all(check.ok for check in checks.values() if check.required)
        response.status_code = 200 if ok else 503
        return HealthAnswer(
            status="ok" if ok else "unavailable",
            service=name,
            version=__version__,
            checks={key: check.as_json() for key, check in checks.items()},
        )

    @app.get("/metrics", tags=["operations"], include_in_schema=False)
    def metrics() -> Response:  # pyright: ignore[reportUnusedFunction] - FastAPI keeps it
        """Prometheus metrics of this process."""
        body, media_type = render_metrics()
        return Response(body, media_type=media_type)


def _snake(name: str) -> str:
    return name.replace("-", "_")


def resources_of(kind: type[R]) -> Callable[[Request], R]:
    """FastAPI dependency: the service's typed resources."""

    def resources(request: Request) -> R:
        found = request.app.state.resources
        assert isinstance(found, kind)  # noqa: S101 - narrows the type of what the lifespan set
        return found

    return resources


def serve(
    kind: type[S],
    create_app: Callable[[S], FastAPI],
    name: str,
    *,
    bind_policy: Callable[[S], None] | None = None,
) -> None:
    """Run one service until it is stopped; a bad setting or a used port is one sentence."""
    try:
        settings = load_settings(kind, env_file=".env", bind_policy=bind_policy)
        configure_logs(settings.log_level, name)
        app = create_app(settings)
    except SettingsError as error:
        sys.exit(f"{name} does not start. {error}")
    run_app(app, settings)


def run_app(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve `app` on the settings' address until it is stopped."""
    listening = bind(settings.host, settings.port)
    config = uvicorn.Config(
        app, log_config=None, server_header=False, timeout_graceful_shutdown=5, proxy_headers=False
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    structlog.get_logger("fleet.service").info("stopped")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on `host`:`port`; on failure, exits and names the variable to change."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, UnicodeError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        sys.exit(
            f"Cannot listen on {host}:{port}: {reason}. Stop the program that runs there, "
            "or choose another address with HOST and PORT."
        )
    listening.set_inheritable(True)
    return listening
