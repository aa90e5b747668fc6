"""Wires genai-svc."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from fleet.service import Readiness, create_service
from genai_svc.copywriting import endpoints
from genai_svc.copywriting.gemini import Gemini
from genai_svc.copywriting.service import CopyService
from genai_svc.copywriting.templates import TemplateWriter
from genai_svc.resources import Resources
from genai_svc.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The app of genai-svc: copy by Gemini when a key is set, else by templates."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            key, gemini = settings.gemini_key, None
            if key is not None:
                gemini = await stack.enter_async_context(Gemini(settings, key))
            copy = CopyService(gemini, TemplateWriter(), settings.gemini_budget_seconds)
            app.state.resources = Resources(copy, gemini)
            yield

    app = create_service(
        settings,
        name="genai-svc",
        title="SmartRetail 360 copy",
        description="Turns one plan row into an email and a WhatsApp message. Decides nothing.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    app.include_router(endpoints.router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    """Copy can always be written; whether Gemini's client is there is told, never required."""
    resources: Resources = app.state.resources
    gemini = resources.gemini
    if gemini is None:
        return {"gemini": Readiness(ok=True, detail="no key is set; templates write the copy")}
    detail = f"{gemini.model} {'is connected' if gemini.ready else 'is not connected yet'}"
    return {"gemini": Readiness(ok=gemini.ready, detail=detail, required=False)}
