"""The demand of the weeks ahead, from the forecast of one week and the average of recent ones.

The forecast knows its own week: the calendar, the last orders, a price. Of the weeks after it knows
less, and there the average of recent weeks is worth as much; half of each is better than either
(Bates, Granger, "The combination of forecasts", Operational Research Quarterly 20 (1969) 451).
What is ordered by it is measured by `smartretail replay-stock`.
"""

import numpy as np

from inventory_svc.stock.assumptions import (
    RECENT_SHARE,
    WEEKLY_DISPERSION,
    WEEKS_CORRELATION,
)
from inventory_svc.stock.demand_distribution import (
    Floats,
    Ints,
    WeeklyDemand,
    week_from_band,
    week_from_dispersion,
)


def demand_ahead(mean: Floats, p10: Floats, p90: Floats, recent: Floats) -> WeeklyDemand:
    """What every order is worked out from, per product.

    Args:
        mean: Forecast units of the week ahead, 0 or more.
        p10: Its lower end; NaN where the forecast has none.
        p90: Its upper end; NaN where the forecast has none.
        recent: Average units of recent weeks. What is forecast to sell nothing keeps selling
            nothing, whatever it sold before.
    """
    has_band = np.isfinite(p10) & np.isfinite(p90)
    band = week_from_band(mean, np.where(has_band, p10, 0.0), np.where(has_band, p90, 0.0))
    assumed = week_from_dispersion(mean, WEEKLY_DISPERSION)
    later = (1 - RECENT_SHARE) * mean + RECENT_SHARE * recent
    return WeeklyDemand(
        mean=mean,
        shape=np.where(has_band, band.shape, assumed.shape),
        later=np.where(mean > 0, later, 0.0),
        correlation=WEEKS_CORRELATION,
    )


def level_for(week: WeeklyDemand, days: Ints | int, service_level: float) -> Ints:
    """Fewest whole units that last `days` (lead time + review period) at the service level."""
    return week.over(days).quantile(service_level)
