"""Recency, frequency and monetary value of one customer from a list of purchases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Purchase:
    """One order line.

    Attributes:
        day: Date of the order or return.
        amount: Money; negative for a return.
        order_id: Lines with the same id are one order; a line without one is an order of its own.
    """

    day: date
    amount: float
    order_id: str | None = None


@dataclass(frozen=True)
class Rfm:
    """Days since the last order, number of orders, money net of returns, days since the first."""

    recency: float
    frequency: float
    monetary: float
    tenure_days: float | None


def rfm_of(purchases: Sequence[Purchase], as_of: date) -> Rfm:
    """A customer's totals as of `as_of`.

    Raises:
        ValueError: there is no order, or a purchase isn't before `as_of`; the message says
        which.
    """
    for at, purchase in enumerate(purchases):
        if purchase.day >= as_of:
            raise ValueError(
                f"purchases[{at}].date {purchase.day} is not before the as-of date {as_of}"
            )
    orders = [purchase for purchase in purchases if purchase.amount >= 0]
    if not orders:
        raise ValueError("purchases has only returns; at least one order is needed")
    days = [purchase.day for purchase in orders]
    return Rfm(
        recency=(as_of - max(days)).days,
        frequency=_count_orders(orders),
        monetary=float(sum(Decimal(str(purchase.amount)) for purchase in purchases)),
        tenure_days=(as_of - min(days)).days,
    )


def _count_orders(orders: Sequence[Purchase]) -> int:
    named = {purchase.order_id for purchase in orders if purchase.order_id}
    return len(named) + sum(1 for purchase in orders if not purchase.order_id)
