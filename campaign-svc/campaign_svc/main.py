"""Wires campaign-svc."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from campaign_svc.campaigns import endpoints as campaign_endpoints
from campaign_svc.campaigns.adoption import Adopter
from campaign_svc.campaigns.reconciliation import Reconciler
from campaign_svc.campaigns.repository import INDEXES, CampaignRepository
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.changes import endpoints as change_endpoints
from campaign_svc.delivery import endpoints as delivery_endpoints
from campaign_svc.delivery.consent import Consent
from campaign_svc.delivery.repository import DELIVERY_INDEXES
from campaign_svc.delivery.service import Delivery
from campaign_svc.history import endpoints as history_endpoints
from campaign_svc.resources import Resources
from campaign_svc.settings import Settings
from campaign_svc.sweeps import sweep_regularly
from fleet.background import background
from fleet.documents import DocumentStore, Indexes, open_documents
from fleet.readiness import Readiness
from fleet.service import create_service

ALL_INDEXES: Indexes = {**INDEXES, **DELIVERY_INDEXES}


def campaigns_in(documents: DocumentStore) -> Campaigns:
    """The campaign use cases for a store."""
    repository = CampaignRepository(documents)
    reconciler = Reconciler(repository)
    return Campaigns(repository, reconciler, Adopter(repository, reconciler))


def create_app(settings: Settings) -> FastAPI:
    """The app of campaign-svc: campaigns, with every version of their texts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_documents(settings, indexes=ALL_INDEXES) as documents:
            campaigns = campaigns_in(documents)
            delivery = Delivery(documents, campaigns)
            app.state.resources = Resources(documents, campaigns, delivery, Consent(documents))
            sweeps = {
                "texts of other programs": campaigns.adopter.sweep,
                "abandoned audiences": delivery.drop_abandoned,
            }
            async with background(sweep_regularly(sweeps), name="campaign-svc sweeps"):
                yield

    app = create_service(
        settings,
        name="campaign-svc",
        title="SmartRetail 360 campaigns",
        description="Campaigns through their whole life, with every version they ever had.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    # Campaigns last, because the route of a single campaign matches any path below it.
    for router in (
        *(delivery_endpoints.router, delivery_endpoints.internal, delivery_endpoints.consent),
        history_endpoints.router,
        *(change_endpoints.router, change_endpoints.internal),
        campaign_endpoints.router,
    ):
        app.include_router(router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    status = await resources.documents.status()
    return {"documents": Readiness(status.ready, status.detail, statement=status.statement)}
