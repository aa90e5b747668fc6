"""P10 and P90, by which forecasts, stock and responses say how sure they are."""

from typing import Final

P90_DEVIATIONS: Final = 1.2815515655446004
"""Standard deviations from the mean of a normal distribution up to its P90, or down to its P10."""
