"""Why a row is new, gone or different: a code with its numbers, and the same in English."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

ChangeCode = Literal[
    "new_offer",
    "changed_offer",
    "gone_sold_out",
    "gone_short",
    "gone_cleared",
    "gone_outdone",
    "gone_untold",
    "gone_unknown",
]
Row = Mapping[str, Any]
Statement = dict[str, Any]
"""`code` and `values`: discounts in percent, money in the currency, stock and demand in units."""


def new_of(row: Row) -> Statement:
    """A campaign that the earlier plan did not have."""
    return {"code": "new_offer", "values": _offer(row) | {"money": row["money_at_stake"]}}


def changed_of(then: Row, now: Row) -> Statement:
    """The same product with another discount, segment or objective; `_then` as it was."""
    before = {f"{name}_then": value for name, value in _offer(then).items()}
    money = {"money": now["money_at_stake"], "money_then": then["money_at_stake"]}
    return {"code": "changed_offer", "values": _offer(now) | before | money}


def gone_of(code: str, row: Row, product: Row | None) -> Statement:
    """A campaign that is not advised any more; stock and demand now are null where not known."""
    numbers = {
        "money_then": row["money_at_stake"],
        "stock_then": row["current_stock"],
        "demand_then": row["predicted_7d_demand"],
        "stock": None if product is None else product["stock"],
        "demand": None if product is None else product["demand"],
    }
    before = {f"{name}_then": value for name, value in _offer(row).items()}
    return {"code": code, "values": before | numbers}


def sentence_of(cause: Statement, currency: str) -> str:
    """The statement in English."""
    values, money = cause["values"], _money(currency)
    if cause["code"] == "new_offer":
        return f"New: {_deed(values)}, expected to bring {money(values['money'])}."
    if cause["code"] == "changed_offer":
        return (
            f"Now {_deed(values)} ({money(values['money'])} at stake); before, "
            f"{_deed(values, '_then')} ({money(values['money_then'])})."
        )
    why = _WHY.get(cause["code"], _WHY["gone_unknown"]).format(
        stock=_units(values["stock"]),
        stock_then=_units(values["stock_then"]),
        demand=_units(values["demand"]),
    )
    return f"No longer advised: {_deed(values, '_then')} ({money(values['money_then'])}). {why}"


_WHY: Final[Mapping[str, str]] = {
    "gone_sold_out": "None is left in stock; there were {stock_then}.",
    "gone_short": "With {stock} in stock for {demand} expected in 7 days it is short: order it "
    "rather than promote it.",
    "gone_cleared": "Stock is down from {stock_then} to {stock}, which is no excess any more.",
    "gone_outdone": "No offer for it clears the bar, or others of its category or customers do "
    "better.",
    "gone_untold": "Its demand, price, cost or response to price is not known any more.",
    "gone_unknown": "The snapshot does not tell why.",
}


def _offer(row: Row) -> dict[str, Any]:
    return {
        "discount": row["discount"],
        "target": row["target_cluster"],
        "objective": row["objective"],
    }


def _deed(values: Row, tail: str = "") -> str:
    discount, target = values[f"discount{tail}"], values[f"target{tail}"]
    offer = f"{discount:g}% off" if discount else "full price"
    return f"{offer} to {target} ({values[f'objective{tail}']})"


def _money(currency: str) -> Callable[[float | None], str]:
    return lambda amount: "unknown" if amount is None else f"{currency} {amount:,.2f}"


def _units(count: float | None) -> str:
    return "an unknown number" if count is None else f"{round(count, 1):,g}"
