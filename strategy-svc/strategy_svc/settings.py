from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings


class Settings(DocumentSettings, ServiceSettings):
    """Settings of strategy-svc."""

    port: int = 8004
