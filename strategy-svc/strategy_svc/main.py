"""Wires strategy-svc."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fleet.background import background
from fleet.documents import open_documents
from fleet.readiness import Readiness, snapshot_readiness
from fleet.service import create_service
from fleet.snapshots import LiveSnapshot
from strategy_svc.changes import endpoints as changes
from strategy_svc.changes.service import ChangeFinder
from strategy_svc.decisions import endpoints as decisions
from strategy_svc.decisions.recorder import PlanRecorder
from strategy_svc.decisions.repository import INDEXES as LEDGER_INDEXES
from strategy_svc.decisions.repository import DecisionLedger
from strategy_svc.decisions.service import Decisions
from strategy_svc.dismissals import endpoints as dismissals
from strategy_svc.dismissals.repository import INDEXES as DISMISSAL_INDEXES
from strategy_svc.dismissals.repository import DismissalRepository
from strategy_svc.dismissals.service import Dismissals
from strategy_svc.holdout import endpoints as holdout
from strategy_svc.plan import endpoints
from strategy_svc.plan.repository import load_plan
from strategy_svc.propensity import endpoints as propensity
from strategy_svc.resources import Resources
from strategy_svc.settings import Settings
from strategy_svc.simulation import endpoints as simulation
from strategy_svc.simulation.service import Simulations


def create_app(settings: Settings) -> FastAPI:
    """The app of strategy-svc: the plan of the live snapshot, and the ledger of decisions."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        live = LiveSnapshot(settings.state_url, load_plan)
        async with (
            live,
            open_documents(settings, indexes={**LEDGER_INDEXES, **DISMISSAL_INDEXES}) as documents,
        ):
            ledger = DecisionLedger(documents)
            recorder = PlanRecorder(ledger)
            decisions_service = Decisions(ledger, recorder, live, settings.state_folder)
            changes_service = ChangeFinder(ledger, live, settings.currency)
            dismissals_service = Dismissals(DismissalRepository(documents), live)
            app.state.resources = Resources(
                live,
                settings.currency,
                documents,
                decisions_service,
                changes_service,
                dismissals_service,
                Simulations(settings.currency),
            )
            async with background(recorder.watch(live), "decision ledger"):
                yield

    app = create_service(
        settings,
        name="strategy-svc",
        title="SmartRetail 360 strategy",
        description="The plan: which few products to promote, to whom, at what discount, and why; "
        "decisions on it, and their outcomes.",
        lifespan=lifespan,
        readiness=_readiness,
    )
    # Before the plan's own routes, where a stock code may be any text.
    app.include_router(simulation.router)
    app.include_router(propensity.router)
    app.include_router(propensity.internal)
    app.include_router(holdout.internal)
    app.include_router(changes.router)
    app.include_router(endpoints.router)
    app.include_router(decisions.router)
    app.include_router(dismissals.router)
    return app


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    """Without the document store no decision can be recorded, but the plan can still be read."""
    resources: Resources = app.state.resources
    documents = await resources.documents.status()
    return {
        "snapshot": snapshot_readiness(resources.plan),
        "documents": Readiness(documents.ready, documents.detail, False, documents.statement),
    }
