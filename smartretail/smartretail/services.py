"""The fleet on one page: every service, and what it is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from fastapi import FastAPI

from campaign_svc.main import create_app as create_campaign_svc
from campaign_svc.settings import Settings as CampaignSettings
from fleet.settings import ServiceSettings, SettingsError, read_settings
from forecast_svc.main import create_app as create_forecast_svc
from forecast_svc.settings import Settings as ForecastSettings
from genai_svc.main import create_app as create_genai_svc
from genai_svc.settings import Settings as GenaiSettings
from inventory_svc.main import create_app as create_inventory_svc
from inventory_svc.settings import Settings as InventorySettings
from refresh_svc.main import create_app as create_refresh_svc
from refresh_svc.settings import Settings as RefreshSettings
from segmentation_svc.main import create_app as create_segmentation_svc
from segmentation_svc.settings import Settings as SegmentationSettings
from smartretail.settings import ENV_FILE
from strategy_svc.main import create_app as create_strategy_svc
from strategy_svc.settings import Settings as StrategySettings

T = TypeVar("T")
S = TypeVar("S", bound=ServiceSettings)
Build = Callable[[], FastAPI]


@dataclass(frozen=True)
class Member(Generic[S]):
    """One service: its name, its settings, and how it is put together."""

    name: str
    settings: type[S]
    create_app: Callable[[S], FastAPI]

    def load(self, **overrides: Any) -> Build:
        """What puts the service together; its settings are read now.

        Raises:
            SettingsError: a variable is malformed.
        """
        settings = read_settings(self.settings, env_file=ENV_FILE, **overrides)
        return partial(self.create_app, settings)


SERVICES: tuple[Member[Any], ...] = (
    Member("inventory-svc", InventorySettings, create_inventory_svc),
    Member("forecast-svc", ForecastSettings, create_forecast_svc),
    Member("segmentation-svc", SegmentationSettings, create_segmentation_svc),
    Member("strategy-svc", StrategySettings, create_strategy_svc),
    Member("genai-svc", GenaiSettings, create_genai_svc),
    Member("campaign-svc", CampaignSettings, create_campaign_svc),
    Member("refresh-svc", RefreshSettings, create_refresh_svc),
)


def load_services(**overrides: Any) -> dict[str, Build]:
    """How to put each service together, by name; all settings are read now.

    They are reached in process and bind no address: HOST and PORT are the gateway's.

    Raises:
        SettingsError: variables are malformed; one sentence for each.
    """
    return read_all({member.name: partial(member.load, **overrides) for member in SERVICES})


def read_all(reads: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """What each of `reads` gives, by name.

    Raises:
        SettingsError: any of them failed; contains every sentence once.
    """
    found: dict[str, T] = {}
    sentences: dict[str, None] = {}
    for name, read in reads.items():
        try:
            found[name] = read()
        except SettingsError as error:
            sentences |= dict.fromkeys(str(error).splitlines())
    if sentences:
        raise SettingsError("\n".join(sentences))
    return found
