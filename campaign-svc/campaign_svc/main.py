"""Wires campaign-svc."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from campaign_svc.campaigns import endpoints
from campaign_svc.campaigns.migrations import OLD_INDEXES, OldVersions
from campaign_svc.campaigns.repository import INDEXES, CampaignRepository
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.campaigns.settling import Settling
from campaign_svc.delivery import endpoints as delivery_endpoints
from campaign_svc.delivery.repository import DELIVERY_INDEXES
from campaign_svc.delivery.service import Delivery
from campaign_svc.resources import Resources
from campaign_svc.settings import Settings
from fleet.documents import DocumentStore, Indexes, open_documents
from fleet.readiness import Readiness
from fleet.service import create_service

ALL_INDEXES: Indexes = {**INDEXES, **OLD_INDEXES, **DELIVERY_INDEXES}


def campaigns_in(documents: DocumentStore) -> Campaigns:
    """The use cases over a store."""
    repository = CampaignRepository(documents)
    return Campaigns(repository, Settling(repository, OldVersions(documents, repository)))


def create_app(settings: Settings) -> FastAPI:
    """The app of campaign-svc: what was written for whom, and every version of it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_documents(settings, indexes=ALL_INDEXES) as documents:
            campaigns = campaigns_in(documents)
            delivery = Delivery(documents, campaigns)
            app.state.resources = Resources(documents, campaigns, delivery)
            sweeping = asyncio.create_task(
                delivery.keep_sweeping(), name="drop abandoned audiences"
            )
            yield
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)

    app = create_service(
        settings,
        name="campaign-svc",
        title="SmartRetail 360 campaigns",
        description="Campaigns through their whole life, with every version they ever had.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    # Delivery first: the route of a campaign takes any path below it.
    for feature in (delivery_endpoints, endpoints):
        app.include_router(feature.router)
        app.include_router(feature.internal)
    app.include_router(delivery_endpoints.consent)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    status = await resources.documents.status()
    return {"documents": Readiness(status.ready, status.detail, statement=status.statement)}
