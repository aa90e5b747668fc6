"""Settings of refresh-svc."""

from pathlib import Path

from pydantic import Field

from contract.child_tasks import Limits
from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings


class Settings(DocumentSettings, ServiceSettings):
    """Settings that refresh-svc reads from the environment.

    Attributes:
        worker_path: The service's own folder, for uploads and records of refreshes.
        upload_max_bytes: Maximum size of an upload.
        upload_days: Days after which an upload is removed, unless the live snapshot needs it.
        preview_memory_bytes: Memory limit of the process that previews an upload.
        preview_cpu_seconds: Its limit of CPU time.
        refresh_memory_bytes: Memory limit of the process that runs a refresh.
        refresh_cpu_seconds: Its limit of CPU time.
    """

    port: int = 8007
    worker_path: Path = Path("var/worker")
    upload_max_bytes: int = Field(default=2 * 1024**3, ge=1024, le=1024**4)
    upload_days: int = Field(default=7, ge=1, le=3650)
    preview_memory_bytes: int = Field(default=4 * 1024**3, ge=64 * 1024**2, le=1024**5)
    preview_cpu_seconds: int = Field(default=600, ge=1, le=7 * 86_400)
    refresh_memory_bytes: int = Field(default=8 * 1024**3, ge=64 * 1024**2, le=1024**5)
    refresh_cpu_seconds: int = Field(default=4 * 3600, ge=1, le=7 * 86_400)

    @property
    def preview_limits(self) -> Limits:
        """Limits of the process that previews an upload."""
        return Limits(memory_bytes=self.preview_memory_bytes, cpu_seconds=self.preview_cpu_seconds)

    @property
    def refresh_limits(self) -> Limits:
        """Limits of the process that refreshes."""
        return Limits(memory_bytes=self.refresh_memory_bytes, cpu_seconds=self.refresh_cpu_seconds)
