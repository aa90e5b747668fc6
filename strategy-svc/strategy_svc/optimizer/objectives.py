"""What a campaign is for, derived from what the optimiser chose and for whom.

| most of the gain is | for | objective |
|---|---|---|
| the value of stock cleared | At-Risk, Lost | Win Back & Clear Stock |
| the value of stock cleared | anyone else | Clear Stock |
| margin | New | Customer Acquisition |
| margin | At-Risk | Retention |
| margin, demand is falling | VIP, Regular | Stability Revenue |
| margin | VIP, Regular | Maximize Profit |

Lost customers are addressed with stock to clear only: there is no objective for anything else.
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
    """The name of a campaign that `clears` stock or earns margin, for `segment`."""
    if clears:
        return WIN_BACK if segment in (AT_RISK, LOST) else CLEAR_STOCK
    if segment == NEW:
        return CUSTOMER_ACQUISITION
    if segment == AT_RISK:
        return RETENTION
    return STABILITY_REVENUE if trend == FALLING else MAXIMIZE_PROFIT
