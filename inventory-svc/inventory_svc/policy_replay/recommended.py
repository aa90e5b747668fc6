"""The recommended order-up-to levels at every origin of a backtest."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from inventory_svc.policy_replay.holdout import Holdout, replayed_weeks
from inventory_svc.stock.demand_distribution import Floats, Ints, WeeklyDemand
from inventory_svc.stock.future_demand import future_demand, level_for
from inventory_svc.stock.typical_week import TypicalWeek, typical_week
from inventory_svc.stock.weekly_sales import WEEKS


@dataclass(frozen=True)
class Recommended:
    """The policy as of the beginning of each replayed week.

    Attributes:
        expected: Forecast mean of each week, products x weeks.
        ahead: The future demand of every product and week, flat, in the order of `expected`.
    """

    expected: Floats
    ahead: WeeklyDemand

    def levels(self, weeks: int, service: float) -> Ints:
        """Whole units for `weeks` = lead time + review period; `service` is a probability."""
        return level_for(self.ahead, 7 * weeks, service).reshape(self.expected.shape)


def recommended(holdout: Holdout, forecasts: pl.DataFrame) -> Recommended:
    """The policy based on the forecasts made at each origin and on the preceding weeks.

    Args:
        holdout: Products and weeks.
        forecasts: `origin`, `stock_code`, `mean`, `p10`, `p90`; a product missing at an origin is
            forecast to sell nothing.
    """
    mean, p10, p90 = (_grid(holdout, forecasts, name) for name in ("mean", "p10", "p90"))
    ahead = future_demand(mean.ravel(), p10.ravel(), p90.ravel(), _typical_week(holdout))
    return Recommended(mean, ahead)


def _typical_week(holdout: Holdout) -> TypicalWeek:
    """The typical week as a refresh at each origin computes it, flat, products x weeks."""
    weeks = [_typical_week_before(holdout, week) for week in replayed_weeks(holdout)]
    return TypicalWeek(
        np.column_stack([week.mean for week in weeks]).ravel(),
        np.column_stack([week.deviation for week in weeks]).ravel(),
        np.column_stack([week.weeks for week in weeks]).ravel(),
    )


def _typical_week_before(holdout: Holdout, week: int) -> TypicalWeek:
    """Of the open weeks among the preceding 52 (see `stock.weekly_sales`)."""
    columns = week - WEEKS + np.flatnonzero(holdout.opened[week - WEEKS : week])
    return typical_week(holdout.units[:, columns], holdout.age(columns))


def _grid(holdout: Holdout, forecasts: pl.DataFrame, column: str) -> Floats:
    """Products x origins; 0 without a forecast, NaN if the forecast lacks this number."""
    products = pl.DataFrame({"stock_code": holdout.codes}).with_row_index("at")
    origins = pl.DataFrame({"origin": holdout.origins}).with_row_index("week")
    cells = forecasts.join(products, on="stock_code").join(origins, on="origin")
    grid = np.zeros((len(holdout.codes), len(holdout.origins)))
    values = cells[column].cast(pl.Float64).fill_null(np.nan)
    grid[cells["at"].to_numpy(), cells["week"].to_numpy()] = values.to_numpy()
    return grid
