"""Settings of refresh-svc."""

from pathlib import Path

from pydantic import Field

from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings


class Settings(DocumentSettings, ServiceSettings):
    """What refresh-svc reads from the environment.

    Attributes:
        worker_path: Its own folder: uploads, and what became of refreshes.
        upload_max_bytes: The largest file it takes.
        upload_days: Days after which an upload is removed, unless the live snapshot needs it.
    """

    port: int = 8007
    worker_path: Path = Path("var/worker")
    upload_max_bytes: int = Field(default=2 * 1024**3, ge=1024, le=1024**4)
    upload_days: int = Field(default=7, ge=1, le=3650)
