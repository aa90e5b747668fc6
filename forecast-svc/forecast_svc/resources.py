"""The resources of forecast-svc while it runs."""

from dataclasses import dataclass

from fleet.snapshots import LiveSnapshot, Loaded
from forecast_svc.demand.repository import DemandView
from forecast_svc.outcomes.repository import OutcomesView
from forecast_svc.view import ForecastView


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints."""

    live: LiveSnapshot[ForecastView]

    def demand(self) -> Loaded[DemandView]:
        """The live snapshot's demand.

        Raises:
            SnapshotUnavailable: no snapshot can be served.
        """
        current = self.live.current
        return Loaded(current.snapshot, current.view.demand)

    def outcomes(self) -> tuple[Loaded[DemandView], OutcomesView]:
        """The live snapshot's demand, and the outcomes of earlier forecasts.

        Raises:
            SnapshotUnavailable: no snapshot can be served.
        """
        current = self.live.current
        return Loaded(current.snapshot, current.view.demand), current.view.outcomes
