"""The resources of refresh-svc."""

from dataclasses import dataclass

from refresh_svc.refreshes.service import RefreshService
from refresh_svc.settings import Settings
from refresh_svc.snapshots.service import SnapshotService
from refresh_svc.uploads.service import UploadService


@dataclass(frozen=True)
class Resources:
    """Resources opened by the lifespan and used by the endpoints."""

    settings: Settings
    uploads: UploadService
    refreshes: RefreshService
    snapshots: SnapshotService
    beat_seconds: float
