"""What forecast-svc holds while it runs."""

from dataclasses import dataclass

from fleet.snapshots import LiveSnapshot
from forecast_svc.demand.repository import DemandView


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints."""

    demand: LiveSnapshot[DemandView]
