"""An independent check of every plan, in production too: plain loops, no formula shared with it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from contract.objectives import CLEARING, OBJECTIVES
from contract.segments import SEGMENTS
from strategy_svc.plan.overstock import UNDERSTOCKED
from strategy_svc.plan.plan_settings import PlanSettings

# Money is written with two decimals; a difference below that is rounding.
_CENT = 0.005
_TOLERANCE = 1e-6
_FULL = 100

Row = Mapping[str, Any]


class UnsoundPlanError(AssertionError):
    """The plan breaks one of its own rules: a defect, never the user's fault."""


def require_sound_plan(plan: Sequence[Row], inputs: pl.DataFrame, settings: PlanSettings) -> None:
    """Refuse a plan that breaks its settings or contradicts the products it was made from.

    Args:
        plan: Rows of `plan_rows`.
        inputs: The table it was made from.
        settings: What it was bound by. A plan by `rules` knows no limits but their number.

    Raises:
        UnsoundPlanError: names the products and the rules they break.
    """
    found = list(contradictions(plan, inputs, settings))
    if found:
        raise UnsoundPlanError("; ".join(found[:10]))


def contradictions(
    plan: Sequence[Row], inputs: pl.DataFrame, settings: PlanSettings
) -> Iterator[str]:
    """What is wrong with `plan`, a phrase each; nothing when it is sound."""
    products = {row["stock_code"]: row for row in inputs.iter_rows(named=True)}
    if len(plan) > settings.max_campaigns:
        yield f"{len(plan)} campaigns, more than {settings.max_campaigns}"
    for code, count in Counter(row["stock_code"] for row in plan).items():
        if count > 1:
            yield f"{code} has two campaigns"
    for row in plan:
        for broken in _broken_rules(row, products.get(row["stock_code"]), settings):
            yield f"{row['stock_code']} {broken}"
    if settings.strategy == "optimum":
        yield from _broken_limits(plan, products, settings)


def _broken_rules(row: Row, product: Row | None, settings: PlanSettings) -> Iterator[str]:
    if row["objective"] not in OBJECTIVES or row["target"] not in SEGMENTS:
        yield "has an unknown objective or segment"
    if product is None:
        yield "is no product of the catalogue"
        return
    if any(row[name] != product[name] for name in ("stock", "unit_price", "unit_cost")):
        yield "does not say what its product says"
    if settings.strategy == "optimum":
        yield from _broken_bounds(row, product, settings)


def _broken_bounds(row: Row, product: Row, settings: PlanSettings) -> Iterator[str]:
    locked = any(lock.stock_code == row["stock_code"] for lock in settings.locked)
    if row["discount"] not in settings.ladder or row["discount"] > settings.max_discount:
        yield f"has a discount of {row['discount']}, which the shop does not use"
    if product["status"] == UNDERSTOCKED:
        yield "is promoted though it is understocked"
    if row["objective"] in CLEARING and row["freed"] <= 0:
        yield "is to be cleared though it frees no stock"
    if row["wanted"] > product["stock"] + _CENT:
        yield "promises more than is in stock"
    paid = product["unit_price"] * (_FULL - row["discount"]) / _FULL
    if paid - product["unit_cost"] < settings.margin_floor * paid - _TOLERANCE:
        yield "sells below cost and margin floor"
    asked = locked or (settings.min_freed is not None and row["freed"] >= 0)
    if not asked and row["judged"] < settings.min_gain - _CENT:
        yield "gains less than is worth the work"
    if not asked and row["p_gain"] < settings.min_p_gain - _TOLERANCE - _CENT / 10:
        yield "is not sure enough to gain"


def _broken_limits(
    plan: Sequence[Row], products: Mapping[str, Row], settings: PlanSettings
) -> Iterator[str]:
    for segment, count in Counter(row["target"] for row in plan).items():
        if count > settings.max_per_customer:
            yield f"{segment} get {count} campaigns"
    categories = Counter(products.get(row["stock_code"], {}).get("category") for row in plan)
    for category, count in categories.items():
        if category and settings.max_per_category and count > settings.max_per_category:
            yield f"{category} has {count} campaigns"
    given = sum(row["given"] for row in plan)
    rounding = _CENT * len(plan) + _TOLERANCE
    if settings.discount_budget is not None and given > settings.discount_budget + rounding:
        yield f"gives away {given:.2f}"
    planned = {row["stock_code"]: row for row in plan}
    for lock in settings.locked:
        row = planned.get(lock.stock_code)
        if lock.exclude != (row is None) or (row and row["discount"] != lock.discount):
            yield f"{lock.stock_code} does not follow its lock"
    freed = sum(row["freed"] * row["unit_cost"] for row in plan)
    short = _CENT * sum(row["unit_cost"] + 1 for row in plan) + _TOLERANCE
    if settings.min_freed is not None and freed < settings.min_freed - short:
        yield f"frees {freed:.2f}"
