"""Builds the genai-svc application."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from fleet.readiness import Readiness
from fleet.service import create_service
from genai_svc.claims import endpoints as claims_endpoints
from genai_svc.claims.schemas import ShopLines
from genai_svc.claims.service import ClaimsService
from genai_svc.copywriting import endpoints as copy_endpoints
from genai_svc.copywriting.chat_model import ChatModel
from genai_svc.copywriting.circuit_breaker import CircuitBreaker
from genai_svc.copywriting.model_writer import Budget, ModelWriter
from genai_svc.copywriting.service import CopyService, Policy
from genai_svc.copywriting.templates import TemplateWriter
from genai_svc.resources import Resources
from genai_svc.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The app of genai-svc: copy by a model if a key is set, otherwise from templates."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            writer = None
            if settings.writes_by_model:
                writer = _writer(await stack.enter_async_context(ChatModel(settings)), settings)
            app.state.resources = Resources(
                CopyService(writer, TemplateWriter(), _policy(settings)), _claims(settings)
            )
            yield

    app = create_service(
        settings,
        name="genai-svc",
        title="SmartRetail 360 copy",
        description="Turns one plan row into an email and a WhatsApp message. Decides nothing.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    app.include_router(copy_endpoints.router)
    app.include_router(claims_endpoints.router)
    return app


def _writer(chat: ChatModel, settings: Settings) -> ModelWriter:
    budget = Budget(
        settings.gemini_budget_seconds, settings.copy_max_calls, settings.copy_backoff_seconds
    )
    breaker = CircuitBreaker(settings.copy_breaker_failures, settings.copy_breaker_seconds)
    return ModelWriter(chat, budget, breaker, settings.copy_calls_in_flight)


def _policy(settings: Settings) -> Policy:
    return Policy(
        shop=settings.shop,
        language=settings.shop_language,
        strict=settings.strict_provider,
        cache_seconds=settings.copy_cache_seconds,
    )


def _claims(settings: Settings) -> ClaimsService:
    shop = settings.shop
    lines = ShopLines(
        name=shop.name, sign_off=shop.sign_off, unsubscribe_line=shop.unsubscribe_line
    )
    return ClaimsService(lines, settings.shop_language)


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    """Copy can always be written; the model's client is reported but not required."""
    resources: Resources = app.state.resources
    model = resources.copy.model
    if model is None:
        return {"gemini": Readiness(ok=True, detail="no key is set; templates are used")}
    chat = model.chat
    detail = "is connected" if chat.ready else "is not connected yet"
    if model.breaker.state != "closed":
        detail += f"; its circuit is {model.breaker.state}"
    ok = chat.ready and model.breaker.state == "closed"
    return {chat.provider: Readiness(ok=ok, detail=f"{chat.name} {detail}", required=False)}
