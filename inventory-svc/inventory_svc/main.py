"""Builds the inventory-svc application."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.readiness import Readiness, snapshot_readiness
from fleet.service import create_service
from fleet.snapshots import LiveSnapshot
from inventory_svc.ledger import endpoints as ledger
from inventory_svc.products import endpoints as products
from inventory_svc.resources import Resources
from inventory_svc.settings import Settings
from inventory_svc.snapshots import endpoints as snapshots
from inventory_svc.stock import endpoints as stock
from inventory_svc.view import load_view


def create_app(settings: Settings) -> FastAPI:
    """The service for products, stock on the shelf, and the quality of the ledger."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with LiveSnapshot(settings.state_folder, load_view) as state:
            app.state.resources = Resources(
                state=state,
                currency=settings.currency,
                timezone=settings.timezone,
                state_folder=settings.state_folder,
            )
            yield

    app = create_service(
        settings,
        name="inventory-svc",
        title="inventory-svc",
        description="Products, stock on hand against the next seven days' demand, data quality.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    for router in (stock.contract, stock.router, products.router, ledger.router, snapshots.router):
        app.include_router(router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    return {"state": snapshot_readiness(resources.state)}
