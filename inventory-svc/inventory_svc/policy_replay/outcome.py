"""Results of one policy: service, stock and cost over all products and replayed weeks."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from inventory_svc.policy_replay.exchange_curve import ExchangeCurve, exchange_curve
from inventory_svc.policy_replay.holdout import Holdout
from inventory_svc.policy_replay.periodic_review import (
    Replayed,
    replay,
    review_weeks,
    steady_opening,
)
from inventory_svc.stock.assumptions import COST_SHARE, HOLDING_COST_RATE, SHORTAGE_COST_SHARE
from inventory_svc.stock.demand_distribution import Floats, Ints

_WEEKS_A_YEAR = 365 / 7


class Policy(Protocol):
    """A source of order-up-to levels for the beginning of every replayed week."""

    @property
    def expected(self) -> Floats:
        """Expected units of each week, products x weeks."""
        ...

    def levels(self, weeks: int, service: float) -> Ints:
        """Levels in units for `weeks` of lead time and review; they rise with `service`."""
        ...


@dataclass(frozen=True)
class Setting:
    """Lead time and review period, in weeks."""

    lead_weeks: int
    review_weeks: int


@dataclass(frozen=True)
class Outcome:
    """The results of one policy at one setting.

    Attributes:
        fill_rate: Share of the demanded units that were on the shelf.
        stock_units: Average units on hand.
        stock_value: The same at unit cost.
        holding_cost: Money, over the replayed weeks.
        shortage_cost: Money, for demanded units that were out of stock.
    """

    fill_rate: float
    stock_units: float
    stock_value: float
    holding_cost: float
    shortage_cost: float

    @property
    def cost(self) -> float:
        """Holding plus shortage cost."""
        return self.holding_cost + self.shortage_cost


def run(holdout: Holdout, policy: Policy, setting: Setting, service: float) -> Outcome:
    """Replay one policy at one setting."""
    return _outcome(holdout, _replayed(holdout, policy, setting, service))


def curve(
    holdout: Holdout, policy: Policy, setting: Setting, services: Iterable[float]
) -> ExchangeCurve:
    """The policy's exchange curve at one setting."""
    outcomes = [run(holdout, policy, setting, service) for service in services]
    return exchange_curve(
        np.array([outcome.fill_rate for outcome in outcomes]),
        np.array([outcome.stock_value for outcome in outcomes]),
    )


def _replayed(holdout: Holdout, policy: Policy, setting: Setting, service: float) -> Replayed:
    lead, review = setting.lead_weeks, setting.review_weeks
    demand = holdout.demand
    levels = policy.levels(lead + review, service)
    phase = _phase(holdout, review)
    opening = steady_opening(levels[:, 0], policy.expected[:, 0], phase, lead, review)
    return replay(demand, levels, review_weeks(phase, demand.shape[1], review), opening)


def _phase(holdout: Holdout, review: int) -> Ints:
    """Spread the products over the review period by a checksum of the code."""
    return np.array([zlib.crc32(code.encode()) % review for code in holdout.codes], np.int64)


def _outcome(holdout: Holdout, replayed: Replayed) -> Outcome:
    cost = COST_SHARE * holdout.price
    margin = SHORTAGE_COST_SHARE * (holdout.price - cost)
    years = holdout.demand.shape[1] / _WEEKS_A_YEAR
    value = float(replayed.average_stock @ cost)
    return Outcome(
        fill_rate=float(replayed.sold.sum() / max(holdout.demand.sum(), 1)),
        stock_units=float(replayed.average_stock.sum()),
        stock_value=value,
        holding_cost=value * HOLDING_COST_RATE * years,
        shortage_cost=float(replayed.lost.sum(axis=1) @ margin),
    )
