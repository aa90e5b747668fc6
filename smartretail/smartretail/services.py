"""An overview of the fleet: every service with its settings and its app."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar, Unpack

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
from smartretail.settings import ENV_FILE, Overrides
from strategy_svc.main import create_app as create_strategy_svc
from strategy_svc.settings import Settings as StrategySettings

T = TypeVar("T")
U = TypeVar("U")
S = TypeVar("S", bound=ServiceSettings)
Build = Callable[[], FastAPI]


class Member:
    """One service: its name, its settings, and how its app is created.

    Attributes:
        create_default: Builds the app with default settings, whatever the environment says.
    """

    def __init__(self, name: str, settings: type[S], create_app: Callable[[S], FastAPI]) -> None:
        def read(overrides: Mapping[str, object]) -> Build:
            return partial(create_app, read_settings(settings, env_file=ENV_FILE, **overrides))

        self.name = name
        self.settings: type[ServiceSettings] = settings
        self.create_default: Build = lambda: create_app(settings.model_construct())
        self._read = read

    def load(self, **overrides: object) -> Build:
        """A function that creates the service's app; its settings are read now.

        Raises:
            SettingsError: a variable is malformed.
        """
        return self._read(overrides)


SERVICES: tuple[Member, ...] = (
    Member("inventory-svc", InventorySettings, create_inventory_svc),
    Member("forecast-svc", ForecastSettings, create_forecast_svc),
    Member("segmentation-svc", SegmentationSettings, create_segmentation_svc),
    Member("strategy-svc", StrategySettings, create_strategy_svc),
    Member("genai-svc", GenaiSettings, create_genai_svc),
    Member("campaign-svc", CampaignSettings, create_campaign_svc),
    Member("refresh-svc", RefreshSettings, create_refresh_svc),
)


def load_services(**overrides: Unpack[Overrides]) -> dict[str, Build]:
    """Functions that create each service's app, by name; all settings are read now.

    They are called in the same process and bind no address: HOST and PORT are the gateway's.

    Raises:
        SettingsError: variables are malformed; one sentence for each.
    """
    return read_all({member.name: partial(member.load, **overrides) for member in SERVICES})


def read_all(reads: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """The results of all `reads`, by name.

    Raises:
        SettingsError: any of them failed; the text contains each sentence once.
    """
    found: dict[str, T] = {}
    failed: list[SettingsError] = []
    for name, read in reads.items():
        try:
            found[name] = read()
        except SettingsError as error:
            failed.append(error)
    if failed:
        raise _joined(failed)
    return found


def read_both(first: Callable[[], T], second: Callable[[], U]) -> tuple[T, U]:
    """What each of the two gives.

    Raises:
        SettingsError: either of them failed; contains every sentence of both once.
    """
    try:
        found = first()
    except SettingsError as error:
        try:
            second()
        except SettingsError as other:
            raise _joined([error, other]) from None
        raise
    return found, second()


def _joined(errors: Iterable[SettingsError]) -> SettingsError:
    sentences = [line for error in errors for line in str(error).splitlines()]
    return SettingsError("\n".join(dict.fromkeys(sentences)))
