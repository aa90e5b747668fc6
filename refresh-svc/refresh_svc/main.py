"""Wires refresh-svc."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
import structlog
from fastapi import FastAPI

from fleet.background import background
from fleet.readiness import Readiness
from fleet.service import create_service
from refresh_svc.live_inputs import LiveInputsReader
from refresh_svc.refreshes import endpoints as refreshes
from refresh_svc.refreshes.repository import RefreshRepository
from refresh_svc.refreshes.service import RefreshService
from refresh_svc.resources import Resources
from refresh_svc.settings import Settings
from refresh_svc.snapshots import endpoints as snapshots
from refresh_svc.snapshots.service import SnapshotService
from refresh_svc.uploads import endpoints as uploads
from refresh_svc.uploads.repository import UploadRepository
from refresh_svc.uploads.service import UploadService

EXPIRY_SECONDS: Final = 600.0
_log = structlog.get_logger("refresh_svc")


def create_app(settings: Settings, *, beat_seconds: float = refreshes.BEAT_SECONDS) -> FastAPI:
    """The app of the service that writes the state: uploads, refreshes, rollbacks.

    Args:
        settings: The service's settings.
        beat_seconds: How often an event stream sends a keep-alive.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        resources = _resources(settings, beat_seconds)
        app.state.resources = resources
        await resources.refreshes.recover()
        resources.uploads.recover()
        try:
            async with background(_expire(resources.uploads), "expiry of uploads"):
                yield
        finally:
            await resources.uploads.close()
            await resources.refreshes.close()

    app = create_service(
        settings,
        name="refresh-svc",
        title="refresh-svc",
        description="Accepts files, makes snapshots from them, and rolls back to earlier ones.",
        lifespan=lifespan,
        readiness=_readiness,
        streamed=frozenset({("POST", uploads.router.prefix)}),
    )
    for router in (uploads.router, refreshes.router, snapshots.router):
        app.include_router(router)
    return app


def _resources(settings: Settings, beat_seconds: float) -> Resources:
    live = LiveInputsReader(settings.state_folder)
    files = UploadRepository(settings.worker_path / "uploads")
    stored = RefreshRepository(settings.worker_path / "refreshes")
    refreshing = RefreshService(settings, stored, files, live)
    return Resources(
        settings=settings,
        uploads=UploadService(
            settings,
            files,
            in_use=lambda: live.read().uploads,
            being_read=refreshing.being_read,
        ),
        refreshes=refreshing,
        snapshots=SnapshotService(settings.state_folder),
        beat_seconds=beat_seconds,
    )


async def _expire(uploads: UploadService) -> None:
    while True:
        await asyncio.sleep(EXPIRY_SECONDS)
        try:
            await anyio.to_thread.run_sync(uploads.expire)
        except OSError:  # the disk may recover; otherwise the next request reports it
            _log.exception("expiry_failed")


async def _readiness(app: FastAPI) -> Mapping[str, Readiness]:
    resources: Resources = app.state.resources
    running = resources.refreshes.running
    sentence = f"Refresh {running.id} is running." if running else "No refresh is running."
    return {"refresh": Readiness(ok=True, detail=sentence)}
