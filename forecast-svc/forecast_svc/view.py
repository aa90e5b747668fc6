"""The data that forecast-svc serves, built once per snapshot."""

from dataclasses import dataclass

from fleet.snapshots import Snapshot
from forecast_svc.demand.repository import DemandView, load_demand
from forecast_svc.outcomes.repository import OutcomesView, load_outcomes


@dataclass(frozen=True)
class ForecastView:
    """The data of one snapshot.

    Attributes:
        demand: The week ahead, and forecast accuracy.
        outcomes: Outcomes of earlier forecasts.
    """

    demand: DemandView
    outcomes: OutcomesView


def load_view(snapshot: Snapshot) -> ForecastView:
    """Read one snapshot, or a flat folder that other tools wrote.

    Raises:
        SnapshotUnavailable: a file cannot be read or lacks a column of the contract.
    """
    return ForecastView(demand=load_demand(snapshot), outcomes=load_outcomes(snapshot))
