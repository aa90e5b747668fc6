"""What offering a discount to one customer is worth; baseline buyers are better left out.

A customer who buys anyway with probability `b` buys with the offer with probability
`w = 1 - exp(-rate weeks L) (1 - t)`. `L` is the factor by which price and message change demand in
the plan's response; `t` is the propensity to take an offer because it is made. At margin `m`
without and `m_d` with the discount, offering is worth `w m_d - b m` per purchase.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BASELINE_FROM = 0.25
"""Customers less likely than this to buy anyway never count as baseline buyers."""


@dataclass(frozen=True)
class Offer:
    """One row of the plan as an offer to a customer.

    Attributes:
        discount: Share of the price.
        margin: Margin of a unit at full price, money.
        margin_discounted: Margin of a unit at the discounted price.
        lift: `L`, at least 0.
        weeks: How long the offer runs.
    """

    discount: float
    margin: float
    margin_discounted: float
    lift: float
    weeks: float


def bought_with_offer(rate: Floats, propensity: Floats, offer: Offer) -> Floats:
    """`w`: probability of buying with the offer."""
    return 1 - np.exp(-rate * offer.weeks * offer.lift) * (1 - propensity)


def offering_value(with_offer: Floats, anyway: Floats, offer: Offer) -> Floats:
    """`w m_d - b m`, money per customer."""
    return with_offer * offer.margin_discounted - anyway * offer.margin


def baseline_buyers(value: Floats, anyway: Floats, offer: Offer) -> Bools:
    """Customers so likely to buy anyway that the discount would lose money on them."""
    if not offer.discount:
        return np.zeros(len(value), dtype=bool)
    return (anyway >= BASELINE_FROM) & (value < 0)
