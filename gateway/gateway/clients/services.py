"""The clients of the seven services."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from gateway.clients.campaign import CampaignClient
from gateway.clients.forecast import ForecastClient
from gateway.clients.genai import GenaiClient
from gateway.clients.inventory import InventoryClient
from gateway.clients.refresh import RefreshClient
from gateway.clients.segmentation import SegmentationClient
from gateway.clients.service_client import ServiceClient
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Upstream
from gateway.settings import ServiceName, Settings


@dataclass(frozen=True)
class Clients:
    """One client per service."""

    inventory: InventoryClient
    forecast: ForecastClient
    segmentation: SegmentationClient
    strategy: StrategyClient
    genai: GenaiClient
    campaign: CampaignClient
    refresh: RefreshClient

    @classmethod
    def of(cls, upstreams: Mapping[ServiceName, Upstream], settings: Settings) -> Self:
        """The clients of these connections, with time limits from the settings."""
        seconds = settings.forward_seconds
        return cls(
            inventory=InventoryClient(upstreams["inventory-svc"], seconds),
            forecast=ForecastClient(upstreams["forecast-svc"], seconds),
            segmentation=SegmentationClient(upstreams["segmentation-svc"], seconds),
            strategy=StrategyClient(upstreams["strategy-svc"], seconds),
            genai=GenaiClient(upstreams["genai-svc"], seconds, settings.copy_seconds),
            campaign=CampaignClient(upstreams["campaign-svc"], seconds),
            refresh=RefreshClient(upstreams["refresh-svc"], seconds, settings.upload_seconds),
        )

    def by_name(self) -> dict[ServiceName, ServiceClient]:
        """The clients by service name."""
        return {
            "inventory-svc": self.inventory,
            "forecast-svc": self.forecast,
            "segmentation-svc": self.segmentation,
            "strategy-svc": self.strategy,
            "genai-svc": self.genai,
            "campaign-svc": self.campaign,
            "refresh-svc": self.refresh,
        }
