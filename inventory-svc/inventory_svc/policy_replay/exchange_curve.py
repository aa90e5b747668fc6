"""Stock value against fill rate: the trade-off that each policy offers.

An exchange curve runs a policy over a range of its single service parameter and plots the stock it
needs against the service it gives (Silver, Pyke, Thomas, "Inventory and Production Management in
Supply
Chains", 4th ed. (2017), section 6.11.2 and chapter 4 on exchange curves; Gardner, Dannenbring,
"Using optimal policy surfaces to analyze aggregate inventory tradeoffs", Management Science 25
(1979) 709). Two policies are compared at equal service by reading both curves at one fill rate.
"""

from dataclasses import dataclass

import numpy as np

from inventory_svc.stock.demand_distribution import Floats


@dataclass(frozen=True)
class ExchangeCurve:
    """Points of one policy, by increasing fill rate.

    Attributes:
        fill_rate: Share of the demanded units that were on the shelf.
        stock_value: Average stock at cost.
    """

    fill_rate: Floats
    stock_value: Floats

    def at(self, fill_rate: float) -> float | None:
        """Stock value at a fill rate, interpolated linearly; None beyond the curve's ends."""
        if not self.fill_rate[0] <= fill_rate <= self.fill_rate[-1]:
            return None
        return float(np.interp(fill_rate, self.fill_rate, self.stock_value))


def exchange_curve(fill_rates: Floats, stock_values: Floats) -> ExchangeCurve:
    """The curve through the points, in order of fill rate."""
    order = np.lexsort((stock_values, fill_rates))
    return ExchangeCurve(fill_rates[order], stock_values[order])
