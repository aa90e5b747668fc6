"""Order-up-to levels of a periodic review policy.

Formula: S = mean·(R + L) + z·sd·√(R + L), with mean and sd of a day's demand, review period R and
lead time L in days. Source: Silver, Pyke, Thomas, "Inventory and Production Management in Supply
Chains", 4th ed. (2017), section 6.9, the (R, S) system.
"""

import math

import numpy as np
import numpy.typing as npt

from inventory_svc.stock.assumptions import ReplayPolicy

Ints = npt.NDArray[np.int64]
_ROUNDING_SLACK = 1e-9  # a rounding error must not turn a level of exactly 12 units into 13


def order_up_to(total: Ints, squares: Ints, days: int, policy: ReplayPolicy) -> Ints:
    """Order-up-to level in whole units per product.

    Args:
        total: Units sold in the last `days` days, per product.
        squares: Sum of the squared daily units of the same days.
        days: Length of that history, at least 1.
        policy: Review period, lead time and z.

    Returns:
        Levels of the same shape, rounded up.
    """
    horizon = policy.review_days + policy.lead_time_days
    mean = total / days
    # Integer arithmetic up to the division, so that equal sales give equal levels on any machine.
    spread = np.maximum(days * squares - total * total, 0) / (days * max(days - 1, 1))
    level = mean * horizon + policy.z * np.sqrt(spread) * math.sqrt(horizon)
    return np.ceil(level - _ROUNDING_SLACK).astype(np.int64)
