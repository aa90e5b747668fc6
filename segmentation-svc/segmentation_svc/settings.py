"""Settings of segmentation-svc."""

from fleet.settings import ServiceSettings


class Settings(ServiceSettings):
    """What segmentation-svc reads from the environment.

    Attributes:
        trust_model_files: Whether pickles that no manifest lists may be loaded.
    """

    port: int = 8003
    trust_model_files: bool = False
