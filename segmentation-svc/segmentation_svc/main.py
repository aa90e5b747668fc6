"""Builds the segmentation-svc application."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.readiness import Readiness, snapshot_readiness
from fleet.service import create_service
from fleet.snapshots import LiveSnapshot, Snapshot
from segmentation_svc.classification import endpoints as classification
from segmentation_svc.classification.repository import ClassifierSource
from segmentation_svc.resources import CustomersView, Resources
from segmentation_svc.segments import endpoints as segments
from segmentation_svc.segments.repository import load_segments
from segmentation_svc.settings import Settings
from segmentation_svc.stability import endpoints as stability


def create_app(settings: Settings) -> FastAPI:
    """The service for customer segments and classification."""

    def load(snapshot: Snapshot) -> CustomersView:
        view = load_segments(snapshot)
        return CustomersView(
            view, ClassifierSource(snapshot, view, trust_files=settings.trust_model_files)
        )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with LiveSnapshot(settings.state_folder, load) as state:
            app.state.resources = Resources(customers=state, currency=settings.currency)
            yield

    app = create_service(
        settings,
        name="segmentation-svc",
        title="segmentation-svc",
        description="Customers by recency, frequency and monetary value, in five segments.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    # The certificate comes first, because the route of a label matches any path.
    for router in (stability.router, segments.router, segments.customers, classification.router):
        app.include_router(router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    return {"state": snapshot_readiness(resources.customers)}
