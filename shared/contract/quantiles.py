"""P10 and P90, the range of forecasts, stock and responses."""

from typing import Final

P90_DEVIATIONS: Final = 1.2815515655446004
"""Standard deviations from the mean of a normal distribution up to its P90, or down to its P10."""
