"""Settings of segmentation-svc."""

from fleet.settings import ServiceSettings


class Settings(ServiceSettings):
    """What segmentation-svc reads from the environment.

    Attributes:
        trust_model_files: The operator says that pickles no manifest vouches for may be loaded.
    """

    port: int = 8003
    trust_model_files: bool = False
