"""What refresh-svc holds while it runs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from fleet.service import resources_of
from smartretail.worker.refreshes.service import RefreshService
from smartretail.worker.settings import Settings
from smartretail.worker.snapshots.service import SnapshotService
from smartretail.worker.uploads.service import UploadService


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints."""

    settings: Settings
    uploads: UploadService
    refreshes: RefreshService
    snapshots: SnapshotService
    beat_seconds: float


Res = Annotated[Resources, Depends(resources_of(Resources))]
