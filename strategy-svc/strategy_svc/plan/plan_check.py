"""An independent check of every plan, in production too: plain loops, no formula shared with it."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from strategy_svc.plan.affinity import SEGMENTS
from strategy_svc.plan.objectives import CLEARING, OBJECTIVES
from strategy_svc.plan.overstock import OVERSTOCKED, UNDERSTOCKED
from strategy_svc.plan.plan_settings import PlanSettings

# Prices are money with four decimals at most; a difference below that is rounding.
_TOLERANCE = 1e-6


class UnsoundPlanError(AssertionError):
    """The plan breaks one of its own rules: a defect, never the user's fault."""


def require_sound_plan(plan: pl.DataFrame, stock: pl.DataFrame, settings: PlanSettings) -> None:
    """Refuse a plan that contradicts itself or the stock it was made from.

    Raises:
        UnsoundPlanError: names the products and the rules they break.
    """
    found = list(contradictions(plan, stock, settings))
    if found:
        raise UnsoundPlanError("; ".join(found[:10]))


def contradictions(
    plan: pl.DataFrame, stock: pl.DataFrame, settings: PlanSettings
) -> Iterator[str]:
    """What is wrong with `plan`, a phrase each; nothing when it is sound."""
    status = dict(zip(stock["stock_code"], stock["status"], strict=True))
    if plan.height > settings.max_campaigns:
        yield f"{plan.height} campaigns, more than {settings.max_campaigns}"
    seen: set[str] = set()
    for row in plan.iter_rows(named=True):
        code = row["stock_code"]
        if code in seen:
            yield f"{code} has two campaigns"
        seen.add(code)
        for broken in _broken_rules(row, status.get(code), settings):
            yield f"{code} {broken}"


def _broken_rules(row: dict[str, Any], status: str | None, settings: PlanSettings) -> Iterator[str]:
    discount = row["discount"]
    if row["objective"] not in OBJECTIVES or row["target"] not in SEGMENTS:
        yield "has an unknown objective or segment"
    if discount not in settings.ladder or discount > settings.max_discount:
        yield f"has a discount of {discount}, which the shop does not use"
    if status == UNDERSTOCKED:
        yield "is promoted though it is understocked"
    if row["objective"] in CLEARING and status != OVERSTOCKED:
        yield "is to be cleared though it is not overstocked"
    if discount and row["objective"] not in CLEARING:
        yield "gives a discount without stock to clear"
    if not _keeps_margin(row, settings.margin_floor):
        yield "sells below cost and margin floor"


def _keeps_margin(row: dict[str, Any], floor: float) -> bool:
    """What cannot be told is fine at full price only."""
    if row["unit_price"] is None or row["unit_cost"] is None:
        return row["discount"] == 0
    paid = row["unit_price"] * (100 - row["discount"]) / 100
    return paid - row["unit_cost"] >= floor * paid - _TOLERANCE
