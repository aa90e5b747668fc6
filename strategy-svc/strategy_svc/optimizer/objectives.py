"""A campaign's objective, derived from what the optimiser chose and for which segment.

| most of the gain is | for | objective |
|---|---|---|
| the value of stock cleared | At-Risk, Lost | Win Back & Clear Stock |
| the value of stock cleared | anyone else | Clear Stock |
| margin | New | Customer Acquisition |
| margin | At-Risk | Retention |
| margin, demand is falling | VIP, Regular | Stability Revenue |
| margin | VIP, Regular | Maximize Profit |

Campaigns for lost customers only clear stock; no other objective is defined for them.
"""

from contract.objectives import (
    CLEAR_STOCK,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    RETENTION,
    STABILITY_REVENUE,
    WIN_BACK,
    Objective,
)
from contract.segments import AT_RISK, LOST, NEW
from strategy_svc.inputs.demand_trend import FALLING


def objective(*, clears: bool, segment: str, trend: str) -> Objective:
    """The objective of a campaign for `segment`; `clears`: whether it mostly clears stock."""
    if clears:
        return WIN_BACK if segment in (AT_RISK, LOST) else CLEAR_STOCK
    if segment == NEW:
        return CUSTOMER_ACQUISITION
    if segment == AT_RISK:
        return RETENTION
    return STABILITY_REVENUE if trend == FALLING else MAXIMIZE_PROFIT
