"""How likely a customer is to buy a product without any offer.

Purchases are a Poisson process. With `n` lines of the product in `W` weeks its weekly rate is
`(n + k r) / (W + k)`, the posterior mean under a Gamma prior around `r`, the customer's rate in the
product's category (in the whole shop where none is known) times the product's part of it: a few
purchases prove little, and a customer who never bought it still might.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR_WEEKS = 4.0
"""Weight of the customer's category rate, in weeks."""


def weekly_rate(bought: Floats, near: Floats, part: Floats, weeks: float) -> Floats:
    """Expected purchases of the product in a week.

    Args:
        bought: Lines of the product within `weeks`.
        near: Lines of its category, or of all products where none is known.
        part: The product's part of those lines in the whole shop.
        weeks: Length of the period, above 0.
    """
    prior = near / weeks * part
    return (bought + PRIOR_WEEKS * prior) / (weeks + PRIOR_WEEKS)


def any_purchase(rate: Floats, weeks: float) -> Floats:
    """Probability of at least one purchase within `weeks`."""
    return -np.expm1(-rate * weeks)
