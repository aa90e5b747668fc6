"""Settings of inventory-svc."""

from fleet.settings import ServiceSettings


class Settings(ServiceSettings):
    """What inventory-svc reads from the environment."""

    port: int = 8001
