"""Wires campaign-svc."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from campaign_svc.campaigns import endpoints
from campaign_svc.campaigns.repository import INDEXES, CampaignRepository
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.resources import Resources
from campaign_svc.settings import Settings
from fleet.documents import open_documents
from fleet.service import Readiness, create_service


def create_app(settings: Settings) -> FastAPI:
    """The app of campaign-svc: what was written for whom, and every version of it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_documents(settings, indexes=INDEXES) as documents:
            app.state.resources = Resources(documents, Campaigns(CampaignRepository(documents)))
            yield

    app = create_service(
        settings,
        name="campaign-svc",
        title="SmartRetail 360 campaigns",
        description="Generated campaigns, kept with every version they ever had.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    app.include_router(endpoints.router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    status = await resources.documents.status()
    return {"documents": Readiness(status.ready, status.detail)}
