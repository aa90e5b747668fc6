"""Puts segmentation-svc together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.service import Readiness, create_service
from fleet.snapshots import LiveSnapshot, Snapshot
from segmentation_svc.classification import endpoints as classification
from segmentation_svc.classification.repository import ClassifierSource
from segmentation_svc.model.segment_model import MODEL_FILE
from segmentation_svc.resources import CustomersView, Resources
from segmentation_svc.segments import endpoints as segments
from segmentation_svc.segments.profiles import PROFILES_FILE
from segmentation_svc.segments.repository import SEGMENTS_FILE, load_segments
from segmentation_svc.settings import Settings
from segmentation_svc.stability import endpoints as stability
from segmentation_svc.stability.certificate import CERTIFICATE_FILE


def create_app(settings: Settings) -> FastAPI:
    """The service that knows the customers by what they do."""

    def load(snapshot: Snapshot) -> CustomersView:
        view = load_segments(snapshot)
        return CustomersView(
            view, ClassifierSource(snapshot, view, trust_files=settings.trust_model_files)
        )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        state = LiveSnapshot(
            settings.state_folder,
            load,
            files=(SEGMENTS_FILE,),
            optional=(MODEL_FILE, PROFILES_FILE, CERTIFICATE_FILE),
        )
        async with state:
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
    # The certificate first: the route of a label takes any path.
    for router in (stability.router, segments.router, segments.customers, classification.router):
        app.include_router(router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    status = resources.customers.status()
    sentence = status["problem"] or f"Serving snapshot {status['snapshot']}."
    served = status["snapshot"] is not None
    return {"state": Readiness(served, sentence, statement=status["statement"])}
