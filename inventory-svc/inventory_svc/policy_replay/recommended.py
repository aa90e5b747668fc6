"""Order-up-to levels as the product recommends them, at every origin of a backtest."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from inventory_svc.policy_replay.held_out import PAST_WEEKS, HeldOut
from inventory_svc.policy_replay.moving_average import moving_average
from inventory_svc.stock.assumptions import RECENT_WEEKS
from inventory_svc.stock.demand_ahead import demand_ahead, level_for
from inventory_svc.stock.demand_distribution import Floats, Ints, WeeklyDemand


@dataclass(frozen=True)
class Recommended:
    """The policy, as it would have been at the beginning of each replayed week.

    Attributes:
        expected: Forecast mean of each week, products x weeks.
        ahead: The demand ahead of every product and week, flat, in the order of `expected`.
    """

    expected: Floats
    ahead: WeeklyDemand

    def levels(self, weeks: int, service: float) -> Ints:
        """Whole units for `weeks` = lead time + review period; `service` is a probability."""
        return level_for(self.ahead, 7 * weeks, service).reshape(self.expected.shape)


def recommended(held: HeldOut, forecasts: pl.DataFrame) -> Recommended:
    """The policy from the forecasts made at each origin, and the weeks before it.

    Args:
        held: Products and weeks.
        forecasts: `origin`, `stock_code`, `mean`, `p10`, `p90`; a product that is missing at an
            origin is forecast to sell nothing.
    """
    mean, p10, p90 = (_grid(held, forecasts, name) for name in ("mean", "p10", "p90"))
    # The average of recent weeks is the same one that a refresh takes (`WeeklySales.recent_mean`).
    recent = moving_average(held.units, held.opened, PAST_WEEKS, RECENT_WEEKS).expected
    flat = (values.ravel() for values in (mean, p10, p90, recent))
    return Recommended(mean, demand_ahead(*flat))


def _grid(held: HeldOut, forecasts: pl.DataFrame, column: str) -> Floats:
    """Products x origins; 0 where there is no forecast, NaN where it lacks this number."""
    products = pl.DataFrame({"stock_code": held.codes}).with_row_index("at")
    origins = pl.DataFrame({"origin": held.origins}).with_row_index("week")
    cells = forecasts.join(products, on="stock_code").join(origins, on="origin")
    grid = np.zeros((len(held.codes), len(held.origins)))
    values = cells[column].cast(pl.Float64).fill_null(np.nan)
    grid[cells["at"].to_numpy(), cells["week"].to_numpy()] = values.to_numpy()
    return grid
