"""P10 and P90, the range used for forecasts, stock and responses."""

from typing import Final

P90_DEVIATIONS: Final = 1.2815515655446004
"""Distance of P10 and P90 from the mean of a normal distribution, in standard deviations."""
