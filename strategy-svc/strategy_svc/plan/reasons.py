"""One sentence per campaign that a store manager understands, with the numbers that decided it."""

from dataclasses import dataclass
from typing import Any

from strategy_svc.plan.demand_trend import STEADY
from strategy_svc.plan.markdown import MARGIN, PAYBACK, UNKNOWN
from strategy_svc.plan.objectives import (
    CLEARING,
    CUSTOMER_ACQUISITION,
    MAXIMIZE_PROFIT,
    RETENTION,
    STABILITY_REVENUE,
)
from strategy_svc.plan.plan_settings import PlanSettings

_EXACT_BELOW = 100


@dataclass(frozen=True)
class Wording:
    """What the sentences need besides the row; `customers_known`: does anyone have a segment."""

    settings: PlanSettings
    currency: str
    customers_known: bool


def reason(row: dict[str, Any], wording: Wording) -> str:
    """Why this product, this discount and these customers.

    Args:
        row: One decided product, with `objective, target, target_lift, target_share, stock, demand,
            excess, discount, bound, unit_cost, cost_source, stock_source, trend, recent_units,
            prior_units, money_at_stake`.
        wording: Settings and currency.
    """
    if row["objective"] in CLEARING:
        return f"{_excess(row, wording)}, so {_offer(row, wording)} to {_whom(row, wording)}."
    if row["trend"] != STEADY:
        return f"{_change(row, wording)}, so {_full_price(row)} {_whom(row, wording)}."
    return (
        f"{_whom(row, wording)}; {_in_stock(row)} and demand is steady, so {_full_price(row)} them."
    )


def _excess(row: dict[str, Any], wording: Wording) -> str:
    weeks = f"{wording.settings.cover_weeks:g} weeks' cover"
    worth = ""
    if row["unit_cost"] is not None:
        worth = f" worth {_money(row['unit_cost'] * row['excess'], wording)} at {_cost(row)}"
    return (
        f"{_in_stock(row)} for {_number(row['demand'])} expected to sell in 7 days: "
        f"{_units(row['excess'])}{worth} beyond {weeks}"
    )


def _offer(row: dict[str, Any], wording: Wording) -> str:
    why = _why_no_deeper(row, wording)
    if row["discount"]:
        return f"offer {row['discount']}% off ({why})"
    return f"offer it at full price ({why})"


def _why_no_deeper(row: dict[str, Any], wording: Wording) -> str:
    cut = "a deeper cut" if row["discount"] else "any cut"
    if row["bound"] == UNKNOWN:
        return "its price or cost is not known, so no discount is safe"
    if row["bound"] == MARGIN:
        return f"{cut} breaks the {wording.settings.margin_floor:.0%} margin on {_cost(row)}"
    if row["bound"] == PAYBACK:
        return f"{cut} gives away more on normal sales than the excess stock can lose"
    share = f"{row['excess'] / row['stock']:.0%} of the stock"
    return f"in proportion: {share} is excess" if row["discount"] else f"only {share} is excess"


def _change(row: dict[str, Any], wording: Wording) -> str:
    verb = "rose" if row["recent_units"] > row["prior_units"] else "fell"
    money = ""
    if row["money_at_stake"] is not None:
        amount = _money(row["money_at_stake"], wording)
        money = f", {amount} of margin over {wording.settings.horizon_weeks:g} weeks"
        money += f" at {_cost(row)}"
    return (
        f"Demand {verb} from {_number(row['prior_units'])} to {_number(row['recent_units'])} units "
        f"in {wording.settings.trend_days} days{money}, with {_in_stock(row)}"
    )


def _full_price(row: dict[str, Any]) -> str:
    return {
        MAXIMIZE_PROFIT: "show it at full price to",
        STABILITY_REVENUE: "remind, at full price,",
        RETENTION: "keep, with a reminder at full price,",
        CUSTOMER_ACQUISITION: "show it at full price to more of",
    }[row["objective"]]


def _whom(row: dict[str, Any], wording: Wording) -> str:
    if row["target_lift"] is None:
        unknown = "no segment stands out among its buyers"
        if not wording.customers_known:
            unknown = "no customer data tells who buys it"
        return f"{row['target']} ({unknown})"
    share = f"{row['target_share']:.0%} of its buyers"
    return f"{row['target']} ({share}, {row['target_lift']:.1f} times the average product)"


def _units(count: float) -> str:
    return f"{_number(count)} unit{'' if count == 1 else 's'}"


def _in_stock(row: dict[str, Any]) -> str:
    simulated = " (simulated)" if row["stock_source"] == "simulated" else ""
    return f"{_number(row['stock'])} in stock{simulated}"


def _cost(row: dict[str, Any]) -> str:
    return "assumed cost" if row["cost_source"] == "assumed" else "cost"


def _money(amount: float, wording: Wording) -> str:
    return f"{wording.currency} {amount:,.{0 if amount >= _EXACT_BELOW else 2}f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= _EXACT_BELOW else f"{value:,.1f}"
