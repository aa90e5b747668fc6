"""Builds the forecast-svc application."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.readiness import Readiness, snapshot_readiness
from fleet.service import create_service
from fleet.snapshots import LiveSnapshot
from forecast_svc.demand import endpoints
from forecast_svc.outcomes import endpoints as outcomes
from forecast_svc.resources import Resources
from forecast_svc.settings import Settings
from forecast_svc.view import load_view


def create_app(settings: Settings) -> FastAPI:
    """The service that forecasts the next seven days."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with LiveSnapshot(settings.state_folder, load_view) as state:
            app.state.resources = Resources(live=state)
            yield

    app = create_service(
        settings,
        name="forecast-svc",
        title="forecast-svc",
        description="Units expected to be ordered in the next seven days, per product.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    app.include_router(endpoints.contract)
    app.include_router(outcomes.router)  # before the route that matches any code
    app.include_router(endpoints.router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    return {"state": snapshot_readiness(resources.live)}
