"""Wires strategy-svc."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.service import Readiness, create_service
from fleet.snapshots import LiveSnapshot
from strategy_svc.holdout import endpoints as holdout
from strategy_svc.holdout.service import LEDGER_FILE
from strategy_svc.plan import endpoints
from strategy_svc.plan.repository import OPTIONAL_FILES, PLAN_FILE, load_plan
from strategy_svc.propensity import endpoints as propensity
from strategy_svc.propensity.repository import CUSTOMERS_FILE
from strategy_svc.resources import Resources
from strategy_svc.settings import Settings
from strategy_svc.simulation import endpoints as simulation


def create_app(settings: Settings) -> FastAPI:
    """The app of strategy-svc: the plan of the live snapshot."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        optional = (*OPTIONAL_FILES, CUSTOMERS_FILE, LEDGER_FILE)
        live = LiveSnapshot(settings.state_url, load_plan, (PLAN_FILE,), optional)
        async with live:
            app.state.resources = Resources(live, settings.currency)
            yield

    app = create_service(
        settings,
        name="strategy-svc",
        title="SmartRetail 360 strategy",
        description="The plan: which few products to promote, to whom, at what discount, and why.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    # Before the plan's own routes, whose codes may be any text.
    app.include_router(simulation.router)
    app.include_router(propensity.router)
    app.include_router(holdout.internal)
    app.include_router(endpoints.router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    status = resources.plan.status()
    served = status["snapshot"] is not None
    return {"snapshot": Readiness(served, status["problem"] or f"serving {status['snapshot']}")}
