"""Why a row is new, gone or different, as statements.

Discounts are in percent, money in the shop's currency, stock and demand in units. Values missing
from another tool's plan are null, except that a missing discount means no discount.
"""

from typing import Literal

from fleet.statements import Statement, Value, statement
from strategy_svc.changes.advice import Advice, ProductNow

ChangeCode = Literal[
    "new_offer",
    "changed_offer",
    "changed_aim",
    "gone_sold_out",
    "gone_short",
    "gone_cleared",
    "gone_outdone",
    "gone_inputs_missing",
    "gone_unknown",
]


def new_statement(row: Advice) -> Statement:
    """A campaign that the earlier plan did not have."""
    return _statement("new_offer", _offer(row) | {"money": row.money_at_stake})


def changed_statement(then: Advice, now: Advice) -> Statement:
    """The same product with a different offer, or the same offer with a different objective."""
    values = _offer(now) | _before(then) | {"money": now.money_at_stake}
    same = all(values[name] == values[f"{name}_then"] for name in ("discount", "target"))
    return _statement("changed_aim" if same else "changed_offer", values)


def removed_statement(code: ChangeCode, row: Advice, product: ProductNow | None) -> Statement:
    """A campaign that is no longer advised; current stock and demand are null if unknown."""
    numbers = {
        "stock_then": row.current_stock,
        "demand_then": row.predicted_7d_demand,
        "stock": None if product is None else product.stock,
        "demand": None if product is None else product.demand,
    }
    return _statement(code, _before(row) | numbers)


def _statement(code: ChangeCode, values: dict[str, Value]) -> Statement:
    return statement(code, **values)


def _offer(row: Advice) -> dict[str, Value]:
    return {
        "discount": row.discount or 0,
        "target": row.target_cluster,
        "objective": row.objective,
    }


def _before(row: Advice) -> dict[str, Value]:
    """The earlier offer, and the money at stake."""
    before = {f"{name}_then": value for name, value in _offer(row).items()}
    return before | {"money_then": row.money_at_stake}
