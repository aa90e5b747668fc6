from fleet.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of strategy-svc."""

    port: int = 8004
