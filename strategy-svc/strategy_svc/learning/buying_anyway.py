"""How likely a customer is to buy a product without any offer.

Purchases are a Poisson process. With `n` lines of the product in `W` weeks its weekly rate is
`(n + k r) / (W + k)`, the posterior mean under a Gamma prior around `r`, the customer's rate in the
product's category (in the whole shop if the category is unknown) times the product's share of it: a
few purchases are weak evidence, and a customer who never bought the product still might.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR_WEEKS = 4.0
"""Weight of the customer's category rate, in weeks."""


def weekly_rate(bought: Floats, near: Floats, part: Floats, weeks: float) -> Floats:
    """Expected purchases of the product per week.

    Args:
        bought: Lines of the product within `weeks`.
        near: Lines of its category, or of all products if the category is unknown.
        part: The product's share of those lines in the whole shop.
        weeks: Length of the period, above 0.
    """
    prior = near / weeks * part
    return (bought + PRIOR_WEEKS * prior) / (weeks + PRIOR_WEEKS)


def any_purchase(rate: Floats, weeks: float) -> Floats:
    """Probability of at least one purchase within `weeks`."""
    return -np.expm1(-rate * weeks)
