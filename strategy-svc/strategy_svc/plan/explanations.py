"""Why a campaign, in numbers that are the plan's own: sentence, three facts, what else, what if."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from contract.objectives import CLEARING
from contract.segments import SEGMENTS
from strategy_svc.plan.optimum import Optimum
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.selection_shrinkage import estimated_probability
from strategy_svc.plan.statements import changes_of, facts_of, next_best_of, reason_of
from strategy_svc.response.product_responses import OWN

_EXACT_BELOW = 100
_CERTAIN = 0.995
_WIDE = 1.2816  # standard deviations from the middle to P10 and P90


@dataclass(frozen=True)
class Wording:
    """What the sentences need besides the row; `customers_known`: does anyone have a segment."""

    currency: str
    customers_known: bool


def explain(
    row: dict[str, Any], found: Optimum, place: int, settings: PlanSettings, wording: Wording
) -> dict[str, Any]:
    """`reason` and `evidence` for the table, and the `explanation` for the API.

    Args:
        row: One campaign, from `plan_rows`.
        found: The optimum it comes from.
        place: Its position among the chosen.
        settings: What bound the plan.
        wording: Currency and what is known of customers.
    """
    product, step, segment = (int(number) for number in found.chosen[place])
    alternative = _alternative(found, product, step, segment, settings)
    facts = [
        _stock_fact(row, settings, wording),
        _response_fact(row, settings),
        _money_fact(row, wording),
    ]
    return {
        "reason": _reason(row, wording),
        "evidence": facts[1],
        "explanation": {
            "facts": facts,
            "next_best": alternative | {"sentence": _other(alternative, row, wording)},
            "what_would_change": _changes(row, found, product, settings, wording),
            "statements": {
                "currency": wording.currency,
                "reason": reason_of(row, customers_known=wording.customers_known),
                "facts": facts_of(row, settings),
                "next_best": next_best_of(alternative, row),
                "what_would_change": changes_of(
                    row, float(found.products.cover[product]), settings
                ),
            },
        },
    }


def _reason(row: dict[str, Any], wording: Wording) -> str:
    brings = (
        f"expected to bring {_money(row['gain'], wording)} against doing nothing "
        f"(chance that it pays on average {_chance(row['p_gain'])})"
    )
    return f"{_why(row, wording)}, so {_deed(row)} {_whom(row, wording)}: {brings}."


def _why(row: dict[str, Any], wording: Wording) -> str:
    demand = f"{_number(row['demand'])} expected to sell in 7 days"
    if row["objective"] in CLEARING:
        worth = _money(row["unit_cost"] * row["excess"], wording)
        excess = f"{_units(row['excess'])} worth {worth} at {_cost(row)} are beyond the cover"
        return f"{_in_stock(row)} for {demand}: {excess}"
    margin = 1 - row["unit_cost"] / row["unit_price"]
    return f"{_in_stock(row)} for {demand}, and each unit earns {margin:.0%} on {_cost(row)}"


def _deed(row: dict[str, Any]) -> str:
    if row["discount"]:
        return f"offer {row['discount']}% off to"
    return "show it at full price to"


def _whom(row: dict[str, Any], wording: Wording) -> str:
    if not wording.customers_known:
        return f"{row['target']} (no customer data tells who buys it)"
    return f"{row['target']} ({row['target_share']:.0%} of its sales)"


def _stock_fact(row: dict[str, Any], settings: PlanSettings, wording: Wording) -> str:
    cover = "" if row["overstock_ratio"] is None else f", {row['overstock_ratio']:.1f} weeks' cover"
    excess = f"{_units(row['excess'])} beyond {settings.cover_weeks:g} weeks"
    lost = _money(settings.holding_cost_share * row["unit_cost"] * row["excess"], wording)
    return f"{_in_stock(row)}{cover}: {excess}, which would lose {lost} at {_cost(row)}."


def _response_fact(row: dict[str, Any], settings: PlanSettings) -> str:
    """What the ledger says on price and, where it knows, mailers; an association, not a cause."""
    source = "its own history" if row["evidence_from"] == OWN else row["evidence_from"]
    low = row["elasticity"] - _WIDE * row["elasticity_sd"]
    high = row["elasticity"] + _WIDE * row["elasticity_sd"]
    price = (
        f"In {source}, 1% off the price went with {row['elasticity']:.1f}% more units "
        f"(80% range {low:.1f} to {high:.1f})"
    )
    if not row["mailer_sd"] or not settings.announcement:
        return f"{price}."
    mailed = np.expm1(row["mailer_effect"] * settings.announcement)
    return f"{price}, and an announcement with {mailed:+.0%} units among those it reached."


def _money_fact(row: dict[str, Any], wording: Wording) -> str:
    low, high = _signed(row["margin_p10"], wording), _signed(row["margin_p90"], wording)
    return (
        f"Margin {_signed(row['margin'], wording)} (80% range {low} to {high}) and "
        f"{_number(row['freed'])} units of excess freed, with {_money(row['given'], wording)} "
        "given away in discounts."
    )


def _alternative(
    found: Optimum, product: int, step: int, segment: int, settings: PlanSettings
) -> dict[str, Any]:
    """The best other discount for the same segment that the rules allow, or doing nothing."""
    judged = np.where(found.options.allowed, found.options.judged, -np.inf)[product, :, segment]
    judged[step] = -np.inf
    other = int(np.argmax(judged))
    if not np.isfinite(judged[other]) or judged[other] <= 0:
        return {"discount": None, "target_cluster": None, "gain": 0.0, "p_gain": None}
    at = (product, other, segment)
    return {
        "discount": settings.allowed_discounts[other],
        "target_cluster": SEGMENTS[segment],
        "gain": round(float(found.options.gain[at]), 2) + 0.0,
        "p_gain": estimated_probability(float(found.options.p_gain[at])),
    }


def _other(alternative: dict[str, Any], row: dict[str, Any], wording: Wording) -> str:
    if alternative["discount"] is None:
        gain = _money(row["gain"], wording)
        return f"Next best is doing nothing, which forgoes the {gain}."
    offer = f"{alternative['discount']}% off" if alternative["discount"] else "full price"
    gain = _signed(alternative["gain"], wording)
    chance = _chance(alternative["p_gain"])
    return (
        f"Next best is {offer} for the same customers: {gain}, chance that it pays on average "
        f"{chance}."
    )


def _chance(probability: float) -> str:
    """Nothing estimated is certain."""
    return f"{probability:.0%}" if probability < _CERTAIN else "> 99%"


def _changes(
    row: dict[str, Any], found: Optimum, product: int, settings: PlanSettings, wording: Wording
) -> list[str]:
    """What would have to be different for the advice to fall, in the terms of the plan's rules."""
    paid = row["unit_price"] * (1 - row["discount"] / 100)
    dearest = paid * (1 - settings.margin_floor)
    now = f"{_money(row['unit_cost'], wording)}, {row['cost_source'] or 'of unknown source'}"
    above = f"A unit cost above {_money(dearest, wording)} (now {now})"
    said = [f"{above} would leave less than the margin floor."]
    if row["objective"] in CLEARING:
        kept = float(found.products.cover[product])
        said.append(f"Stock of {_number(kept)} units or less would leave nothing to clear.")
    else:
        said.append(
            f"Stock below the {_number(row['wanted'])} units it is expected to sell would stop it."
        )
    return said


def _units(count: float) -> str:
    return f"{_number(count)} unit{'' if count == 1 else 's'}"


def _in_stock(row: dict[str, Any]) -> str:
    simulated = " (simulated)" if row["stock_source"] == "simulated" else ""
    return f"{_number(row['stock'])} in stock{simulated}"


def _cost(row: dict[str, Any]) -> str:
    return "assumed cost" if row["cost_source"] == "assumed" else "cost"


def _money(amount: float, wording: Wording) -> str:
    return f"{wording.currency} {amount:,.{0 if abs(amount) >= _EXACT_BELOW else 2}f}"


def _signed(amount: float, wording: Wording) -> str:
    return f"{wording.currency} {amount:+,.{0 if abs(amount) >= _EXACT_BELOW else 2}f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= _EXACT_BELOW else f"{value:,.1f}"
