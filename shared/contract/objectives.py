"""The objectives of campaigns."""

from typing import Final, Literal

Objective = Literal[
    "Clear Stock",
    "Customer Acquisition",
    "Maximize Profit",
    "Stability Revenue",
    "Win Back & Clear Stock",
    "Retention",
]
CLEAR_STOCK: Final = "Clear Stock"
CUSTOMER_ACQUISITION: Final = "Customer Acquisition"
MAXIMIZE_PROFIT: Final = "Maximize Profit"
STABILITY_REVENUE: Final = "Stability Revenue"
WIN_BACK: Final = "Win Back & Clear Stock"
RETENTION: Final = "Retention"
OBJECTIVES: Final[tuple[Objective, ...]] = (
    CLEAR_STOCK,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    STABILITY_REVENUE,
    WIN_BACK,
    RETENTION,
)
CLEARING: Final = (CLEAR_STOCK, WIN_BACK)
"""Objectives whose gain is mostly the value of cleared stock."""
