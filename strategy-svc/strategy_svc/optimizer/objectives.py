"""What a campaign is for, named from what the optimum does and for whom.

| most of the gain is | for | objective |
|---|---|---|
| the value of stock freed | At-Risk, Lost | Win Back & Clear Stock |
| the value of stock freed | anyone else | Clear Stock |
| margin | New | Customer Acquisition |
| margin | At-Risk | Retention |
| margin, demand is falling | VIP, Regular | Stability Revenue |
| margin | VIP, Regular | Maximize Profit |

Lost customers are addressed with stock to clear only: there is no objective for anything else.
"""

from strategy_svc.inputs.demand_trend import FALLING
from strategy_svc.inputs.segment_names import AT_RISK, LOST, NEW

CLEAR_STOCK = "Clear Stock"
CUSTOMER_ACQUISITION = "Customer Acquisition"
MAXIMIZE_PROFIT = "Maximize Profit"
STABILITY_REVENUE = "Stability Revenue"
WIN_BACK = "Win Back & Clear Stock"
RETENTION = "Retention"
OBJECTIVES = (
    CLEAR_STOCK,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    STABILITY_REVENUE,
    WIN_BACK,
    RETENTION,
)
CLEARING = (CLEAR_STOCK, WIN_BACK)


def objective(*, clears: bool, segment: str, trend: str) -> str:
    """The name of a campaign that `clears` stock or earns margin, for `segment`."""
    if clears:
        return WIN_BACK if segment in (AT_RISK, LOST) else CLEAR_STOCK
    if segment == NEW:
        return CUSTOMER_ACQUISITION
    if segment == AT_RISK:
        return RETENTION
    return STABILITY_REVENUE if trend == FALLING else MAXIMIZE_PROFIT
