"""Wires the gateway."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.middleware import Middleware

from fleet.service import create_service
from fleet.single_flight import SingleFlight
from gateway.access import endpoints as access
from gateway.access.control import AccessControl
from gateway.access.identification import Identification
from gateway.access.repository import open_keys
from gateway.access.sessions import Sessions
from gateway.access.sign_in_throttle import SignInThrottle
from gateway.browsers import browser_middleware
from gateway.campaigns import endpoints as campaigns
from gateway.clients.connections import addresses, open_upstreams
from gateway.clients.services import Clients
from gateway.compat import endpoints as compat
from gateway.compat.schemas import GeneratedCampaign
from gateway.customers import endpoints as customers
from gateway.dashboard import endpoints as dashboard
from gateway.forwarding.endpoints import forwarding_router, streams
from gateway.forwarding.streams import STREAMED
from gateway.openapi import served_document
from gateway.pages import endpoints as pages
from gateway.pages.built import read_pages
from gateway.readiness import check_upstreams
from gateway.resources import Resources
from gateway.settings import Settings


def create_app(
    settings: Settings, *, transports: Mapping[str, httpx.AsyncBaseTransport] | None = None
) -> FastAPI:
    """The gateway's app, the only public entry.

    Args:
        settings: The gateway's settings.
        transports: Transports by service name (`inventory-svc`, …) that replace the address, used
            when all services run in one process.

    Raises:
        SettingsError: a service has neither an address nor a transport.
    """
    in_process = transports or {}
    found = addresses(settings, in_process)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with (
            open_keys(settings) as keys,
            open_upstreams(found, in_process, settings) as upstreams,
        ):
            secret = settings.session_secret or settings.caller_secret
            sessions = Sessions(secret, settings.session_hours * 3600)
            app.state.resources = Resources(
                settings=settings,
                clients=Clients.of(upstreams, settings),
                keys=keys,
                identification=Identification(settings, keys, sessions),
                sessions=sessions,
                throttle=SignInThrottle(),
                in_flight=SingleFlight[GeneratedCampaign](),
                pages=read_pages(),
            )
            yield

    app = create_service(
        settings,
        name="gateway",
        title="SmartRetail 360",
        description="Demand, stock, customers, the plan and its campaigns: what to do right now.",
        lifespan=lifespan,
        readiness=check_upstreams,
        trusted_origins=settings.trusted_origins,
        limited_origins=settings.cors_origins,
        open_paths=compat.PATHS,
        outermost=browser_middleware(settings.cors_origins),
        access=Middleware(AccessControl),
        streamed=STREAMED,
    )
    app.include_router(compat.router)
    app.include_router(dashboard.router)
    app.include_router(pages.router)
    app.include_router(access.router)
    # Before the forwarded routes: these need more than the service that owns the path knows.
    app.include_router(campaigns.router)
    app.include_router(customers.router)
    app.include_router(streams)
    app.include_router(forwarding_router())
    app.openapi = served_document
    return app
