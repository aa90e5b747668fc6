from fleet.documents import DocumentSettings
from fleet.settings import ServiceSettings


class Settings(DocumentSettings, ServiceSettings):
    """Settings of campaign-svc."""

    port: int = 8006
