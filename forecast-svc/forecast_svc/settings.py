"""Settings of forecast-svc."""

from fleet.settings import ServiceSettings


class Settings(ServiceSettings):
    """What forecast-svc reads from the environment."""

    port: int = 8002
