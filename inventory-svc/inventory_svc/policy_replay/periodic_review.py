"""A periodic review policy, week by week over known demand.

The (R, S) system of Silver, Pyke, Thomas, "Inventory and Production Management in Supply Chains",
4th ed. (2017), section 6.9. Each week, orders placed `lead_weeks` ago arrive; in a product's review
week it is ordered up to its level, counting units on hand and on order; then customers buy.
Unmet demand is lost, not backordered, as in a shop. All quantities are whole units; nothing is
random.
"""

from dataclasses import dataclass

import numpy as np

from inventory_svc.stock.demand_distribution import Bools, Floats, Ints


@dataclass(frozen=True)
class Opening:
    """The initial state of a replay.

    Attributes:
        on_hand: Units per product before the first week's arrivals.
        on_order: Units that arrive in each of the first weeks, products x lead weeks.
    """

    on_hand: Ints
    on_order: Ints


@dataclass(frozen=True)
class Replayed:
    """The result of replaying a policy; in units, products x weeks.

    Attributes:
        opening: Units per product before the first week's arrivals.
        received: Units that arrive at the beginning of the week.
        ordered: Units ordered at the beginning of the week.
        sold: Demand met from stock.
        lost: Demand not met.
        left: Units on hand at the end of the week.
    """

    opening: Ints
    received: Ints
    ordered: Ints
    sold: Ints
    lost: Ints
    left: Ints

    @property
    def average_stock(self) -> Floats:
        """Mean units on hand per product: the mean of each week's beginning and end.

        The beginning of a week is after its arrivals; demand is assumed to be spread evenly.
        """
        return (self.left + self.sold / 2).mean(axis=1)


def replay(demand: Ints, levels: Ints, reviewed: Bools, opening: Opening) -> Replayed:
    """Run the policy over all weeks.

    Args:
        demand: Units demanded, products x weeks.
        levels: Order-up-to levels as known at the beginning of each week, of the same shape; used
            where `reviewed`.
        reviewed: Whether a product may be ordered that week, of the same shape.
        opening: Initial stock and open orders, with one column per week of lead time, at least one.
    """
    products, weeks = demand.shape
    lead_weeks = opening.on_order.shape[1]
    arrivals = np.zeros((products, weeks + lead_weeks), np.int64)
    arrivals[:, :lead_weeks] = opening.on_order
    ordered, sold, left = (np.zeros((products, weeks), np.int64) for _ in range(3))
    on_hand, outstanding = opening.on_hand.copy(), opening.on_order.sum(axis=1)
    for week in range(weeks):
        on_hand = on_hand + arrivals[:, week]
        outstanding = outstanding - arrivals[:, week]
        missing = np.maximum(levels[:, week] - on_hand - outstanding, 0)
        ordered[:, week] = np.where(reviewed[:, week], missing, 0)
        arrivals[:, week + lead_weeks] = ordered[:, week]
        outstanding = outstanding + ordered[:, week]
        sold[:, week] = np.minimum(on_hand, demand[:, week])
        on_hand = left[:, week] = on_hand - sold[:, week]
    return Replayed(opening.on_hand, arrivals[:, :weeks], ordered, sold, demand - sold, left)


def review_weeks(phase: Ints, weeks: int, review_weeks: int) -> Bools:
    """Whether each product is reviewed in each week: every R-th week, offset by its phase."""
    return np.arange(weeks)[None, :] % review_weeks == phase[:, None]


def steady_opening(
    level: Ints, per_week: Floats, phase: Ints, lead_weeks: int, review_weeks: int
) -> Opening:
    """The initial state if the policy had been in use and demand had matched its expectation.

    At its last review each product was ordered up to its level; since then the expected demand has
    been sold, and each open order is the expected demand of one review period.

    Args:
        level: The policy's first order-up-to levels, in units.
        per_week: The demand the policy expects, in units per week.
        phase: Review week of each product, 0 ≤ phase < `review_weeks`.
        lead_weeks: Weeks from order to arrival.
        review_weeks: Weeks between two reviews.
    """
    weeks_ago = np.arange(lead_weeks, 0, -1)
    was_reviewed = (phase[:, None] + weeks_ago[None, :]) % review_weeks == 0
    order = np.round(review_weeks * per_week).astype(np.int64)
    on_order = np.where(was_reviewed, order[:, None], 0)
    since_review = np.where(phase == 0, review_weeks, review_weeks - phase)
    position = level - np.round(since_review * per_week).astype(np.int64)
    return Opening(np.maximum(position - on_order.sum(axis=1), 0), on_order)
