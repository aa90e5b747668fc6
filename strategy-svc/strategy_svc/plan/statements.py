"""The plan's sentences as codes with their numbers, for pages that speak other languages."""

from typing import Any, Literal

import numpy as np

from contract.objectives import CLEARING
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.response.product_responses import CATEGORY, OWN, SHOP

RowCode = Literal[
    "reason_clearing",
    "reason_earning",
    "fact_stock",
    "fact_response",
    "fact_money",
    "next_nothing",
    "next_offer",
    "change_cost",
    "change_stock_clearing",
    "change_stock_selling",
]
AdviceCode = Literal["advice_untold", "advice_none", "advice_campaigns"]
Value = float | str | bool | None
Statement = dict[str, Any]
"""`code` and `values`: shares are fractions of 1, discounts percent, money in the currency."""

_DIGITS = 6
_WIDE = 1.2816  # standard deviations from the middle to P10 and P90
_SOURCES = {OWN: "own", CATEGORY: "category", SHOP: "shop"}


def statement(code: RowCode | AdviceCode, **values: Value) -> Statement:
    """One sentence's code and numbers, rounded so that files repeat to the byte."""
    rounded = {
        name: round(value, _DIGITS) + 0.0 if isinstance(value, float) else value
        for name, value in values.items()
    }
    return {"code": code, "values": rounded}


def reason_of(row: dict[str, Any], *, customers_known: bool) -> Statement:
    """Why the campaign is advised; `target_share` is null where nobody's purchases are known."""
    shared: dict[str, Value] = {
        **_stock(row),
        **_cost(row),
        "demand": row["demand"],
        "discount": row["discount"],
        "target": row["target"],
        "target_share": row["target_share"] if customers_known else None,
        "gain": row["gain"],
        "p_gain": row["p_gain"],
    }
    if row["objective"] in CLEARING:
        worth = row["unit_cost"] * row["excess"]
        return statement("reason_clearing", **shared, excess=row["excess"], worth=worth)
    margin = 1 - row["unit_cost"] / row["unit_price"]
    return statement("reason_earning", **shared, unit_margin=margin)


def facts_of(row: dict[str, Any], settings: PlanSettings) -> list[Statement]:
    """Stock, response and money, in this order."""
    stock = statement(
        "fact_stock",
        **_stock(row),
        **_cost(row),
        cover=row["overstock_ratio"],
        excess=row["excess"],
        cover_weeks=settings.cover_weeks,
        lost=settings.holding_cost_share * row["unit_cost"] * row["excess"],
    )
    money = statement(
        "fact_money",
        margin=row["margin"],
        margin_p10=row["margin_p10"],
        margin_p90=row["margin_p90"],
        freed=row["freed"],
        given=row["given"],
    )
    return [stock, _response(row, settings), money]


def _response(row: dict[str, Any], settings: PlanSettings) -> Statement:
    """`mailed` is null where no message is planned or no mailer's effect is known."""
    wide = _WIDE * row["elasticity_sd"]
    mailed = row["mailer_sd"] and settings.announcement
    return statement(
        "fact_response",
        source=_SOURCES.get(row["evidence_from"], row["evidence_from"]),
        elasticity=row["elasticity"],
        elasticity_p10=row["elasticity"] - wide,
        elasticity_p90=row["elasticity"] + wide,
        mailed=float(np.expm1(row["mailer_effect"] * settings.announcement)) if mailed else None,
    )


def next_best_of(alternative: dict[str, Any], row: dict[str, Any]) -> Statement:
    """What else could be done, or what doing nothing forgoes."""
    if alternative["discount"] is None:
        return statement("next_nothing", gain=row["gain"])
    return statement(
        "next_offer",
        discount=alternative["discount"],
        gain=alternative["gain"],
        p_gain=alternative["p_gain"],
    )


def changes_of(row: dict[str, Any], kept: float, settings: PlanSettings) -> list[Statement]:
    """What would have to be different for the advice to fall.

    Args:
        row: One campaign, from `plan_rows`.
        kept: Units of the product that the cover keeps.
        settings: What bound the plan.
    """
    paid = row["unit_price"] * (1 - row["discount"] / 100)
    cost = statement(
        "change_cost",
        dearest=paid * (1 - settings.margin_floor),
        unit_cost=row["unit_cost"],
        cost_source=row["cost_source"],
    )
    if row["objective"] in CLEARING:
        return [cost, statement("change_stock_clearing", kept=kept)]
    return [cost, statement("change_stock_selling", wanted=row["wanted"])]


def _stock(row: dict[str, Any]) -> dict[str, Value]:
    return {"stock": row["stock"], "stock_source": row["stock_source"]}


def _cost(row: dict[str, Any]) -> dict[str, Value]:
    return {"cost_source": row["cost_source"]}
