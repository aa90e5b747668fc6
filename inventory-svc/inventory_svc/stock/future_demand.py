"""Demand over the coming weeks, from a one-week forecast and the product's typical week.

The forecast is specific to its own week: calendar, recent orders, price. For later weeks it is
less accurate than the average of a year, and a combination of both is better than either (Bates,
Granger, "The combination of forecasts", Operational Research Quarterly 20 (1969) 451). The same
holds for variability: the forecast's band applies to this week, while the year's deviation includes
large orders. `smartretail replay-stock` measures the effect on orders.
"""

import numpy as np

from inventory_svc.stock.assumptions import (
    TYPICAL_WEEK_MIN_WEEKS,
    TYPICAL_WEEK_SHARE,
    WEEKLY_DISPERSION,
    WEEKS_CORRELATION,
)
from inventory_svc.stock.demand_distribution import (
    Bools,
    Floats,
    Ints,
    WeeklyDemand,
    week_from_dispersion,
    week_from_quantiles,
    week_from_variance,
)
from inventory_svc.stock.typical_week import TypicalWeek


def future_demand(mean: Floats, p10: Floats, p90: Floats, typical: TypicalWeek) -> WeeklyDemand:
    """The demand distribution of each product on which orders are based.

    Args:
        mean: Forecast units of the week ahead, 0 or more. A product forecast to sell nothing is
            assumed to sell nothing later either.
        p10: Its 10 % quantile in units; NaN if the forecast has none.
        p90: Its 90 % quantile in units; NaN if the forecast has none.
        typical: The product's last 52 open weeks.
    """
    later = (1 - TYPICAL_WEEK_SHARE) * mean + TYPICAL_WEEK_SHARE * typical.mean
    return WeeklyDemand(
        mean=mean,
        shape=_shape(_forecast_shape(mean, p10, p90), typical),
        later=np.where(mean > 0, later, 0.0),
        correlation=WEEKS_CORRELATION,
    )


def level_for(week: WeeklyDemand, days: Ints | int, service_level: float) -> Ints:
    """Smallest whole level, in units, for `days` (lead time + review period) at a service level."""
    return week.over(days).quantile(service_level)


def _forecast_shape(mean: Floats, p10: Floats, p90: Floats) -> Floats:
    has_band = np.isfinite(p10) & np.isfinite(p90)
    band = week_from_quantiles(mean, np.where(has_band, p10, 0.0), np.where(has_band, p90, 0.0))
    return np.where(has_band, band.shape, week_from_dispersion(mean, WEEKLY_DISPERSION).shape)


def _shape(forecast: Floats, typical: TypicalWeek) -> Floats:
    """The geometric mean of the forecast's shape and the year's."""
    year = week_from_variance(typical.mean, typical.deviation**2).shape
    both: Bools = (typical.weeks >= TYPICAL_WEEK_MIN_WEEKS) & (year > 0)
    return np.where(both, np.sqrt(forecast * year), forecast)
