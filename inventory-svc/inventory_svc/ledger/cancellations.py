"""Netting cancellations and returns against the orders they reverse.

A return is matched to the most recent earlier order line of the same customer and product that
still has enough units; if no single line has, to several, most recent first. A return without a
customer only matches an order line of the same quantity and price from the preceding 24 hours.
"""

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from inventory_svc.ledger.reasons import exclude

_DAY_US = 24 * 3600 * 1_000_000
_KEY = ["customer_id", "stock_code"]
_SALE = ["stock_code", "quantity", "unit_price"]
_EVENT = ["row", "ordered_at", "order_id", *_KEY, "quantity", "unit_price", "is_return"]


@dataclass(slots=True)
class _Order:
    row: int
    at: int
    quantity: int
    price: float
    left: int
    back_within_day: int = 0


def net_cancellations(lines: pl.DataFrame) -> pl.DataFrame:
    """Net every return in `lines` (canonical, with `is_return`, `quantity` Int64 above zero).

    Returns:
        The lines with `returned_quantity` (units of an order line that were returned); returns
        get the reason `cancellation_netted` or `return_without_order`, and order lines returned in
        full within a day get `cancelled_order`.
    """
    open_lines = lines.filter(pl.col("reason").is_null()).select(_EVENT)
    returns = open_lines.filter("is_return")
    sales = _within_reach(open_lines.filter(~pl.col("is_return")), returns)
    orders, netted = _replay(pl.concat([sales, returns]))
    return _with_results(lines, orders, netted)


def _within_reach(sales: pl.DataFrame, returns: pl.DataFrame) -> pl.DataFrame:
    """The sales that a return could reverse; the replay ignores all others."""
    last = returns.group_by(_KEY).agg(pl.col("ordered_at").max().alias("last_return"))
    identified = sales.join(last, on=_KEY).filter(pl.col("ordered_at") <= pl.col("last_return"))
    anonymous = sales.filter(pl.col("customer_id").is_null()).join(
        returns.filter(pl.col("customer_id").is_null()), on=_SALE, how="semi"
    )
    return pl.concat([identified.select(_EVENT), anonymous])


def _replay(events: pl.DataFrame) -> tuple[list[_Order], list[int]]:
    """Replay sales and returns in time order; returns the changed orders and the netted rows.

    The order of lines in the file doesn't matter: equal times are sorted by content, sales before
    returns.
    """
    ordered = events.sort("ordered_at", "is_return", "order_id", "quantity", "unit_price", "row")
    at = ordered["ordered_at"].dt.epoch("us")
    stacks: defaultdict[tuple[str | None, str], list[_Order]] = defaultdict(list)
    touched: dict[int, _Order] = {}
    netted: list[int] = []
    columns = ("row", "customer_id", "stock_code", "quantity", "unit_price", "is_return")
    for moment, line in zip(at, ordered.select(columns).iter_rows(), strict=True):
        row, customer, code, quantity, price, is_return = line
        stack = stacks[customer, code]
        if not is_return:
            stack.append(_Order(row, moment, quantity, price, quantity))
            continue
        reversals = _reversed_orders(stack, quantity, price, moment, anonymous=customer is None)
        for order, units in reversals:
            order.left -= units
            order.back_within_day += units if moment - order.at <= _DAY_US else 0
            touched[order.row] = order
        netted += [row] if reversals else []
        stacks[customer, code] = [order for order in stack if order.left] if reversals else stack
    return list(touched.values()), netted


def _reversed_orders(
    stack: list[_Order], quantity: int, price: float, moment: int, *, anonymous: bool
) -> list[tuple[_Order, int]]:
    """The orders and units that a return reverses; empty if its order isn't in the ledger."""
    if anonymous:
        return _same_sale(stack, quantity, price, moment)
    for order in reversed(stack):
        if order.left >= quantity:
            return [(order, quantity)]
    if sum(order.left for order in stack) < quantity:
        return []
    reversals: list[tuple[_Order, int]] = []
    for order in reversed(stack):
        units = min(order.left, quantity)
        reversals.append((order, units))
        quantity -= units
        if not quantity:
            break
    return reversals


def _same_sale(
    stack: list[_Order], quantity: int, price: float, moment: int
) -> list[tuple[_Order, int]]:
    for order in reversed(stack):
        if moment - order.at > _DAY_US:
            return []
        if order.left == order.quantity == quantity and order.price == price:
            return [(order, quantity)]
    return []


def _with_results(lines: pl.DataFrame, orders: list[_Order], netted: list[int]) -> pl.DataFrame:
    back = pl.DataFrame(
        {
            "row": [order.row for order in orders],
            "returned_quantity": [order.quantity - order.left for order in orders],
            "void": [order.back_within_day == order.quantity for order in orders],
        },
        schema={"row": pl.UInt32, "returned_quantity": pl.Int64, "void": pl.Boolean},
    )
    lines = lines.join(back, on="row", how="left", maintain_order="left").with_columns(
        pl.col("returned_quantity").fill_null(0)
    )
    matched = pl.col("row").is_in(pl.Series(netted, dtype=pl.UInt32).implode())
    lines = exclude(lines, pl.col("is_return") & matched, "cancellation_netted")
    lines = exclude(lines, pl.col("is_return"), "return_without_order")
    return exclude(lines, pl.col("void"), "cancelled_order").drop("void")
