"""Checks every plan independently, in production too: plain loops, no shared formulas."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from contract.inventory_statuses import UNDERSTOCKED
from contract.objectives import CLEARING, OBJECTIVES
from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.typed_rows import typed_rows
from strategy_svc.optimizer.choice_problem import TOLERANCE
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign

# Tolerances for rounding: outcomes are rounded to two decimals, the rest to four.
_OF_TWO_DECIMALS = 0.005
_OF_FOUR_DECIMALS = 0.00005
_FULL = 100


@dataclass(frozen=True)
class Product:
    """The product fields that the plan must agree with."""

    stock_code: str
    category: str | None
    status: str
    stock: int
    demand: float
    unit_price: float | None
    unit_cost: float | None


class UnsoundPlanError(AssertionError):
    """The plan breaks one of its own rules: a bug, never the user's fault."""


def require_sound_plan(
    plan: Sequence[PlannedCampaign], inputs: pl.DataFrame, settings: PlanSettings
) -> None:
    """Refuse a plan that breaks its settings or contradicts the products it was made from.

    Args:
        plan: The result of `planned_campaigns`.
        inputs: The table it was made from.
        settings: Its constraints. For a plan by `rules` only the number of campaigns is limited.

    Raises:
        UnsoundPlanError: names the products and the rules they break.
    """
    found = list(contradictions(plan, inputs, settings))
    if found:
        raise UnsoundPlanError("; ".join(found[:10]))


def contradictions(
    plan: Sequence[PlannedCampaign], inputs: pl.DataFrame, settings: PlanSettings
) -> Iterator[str]:
    """What is wrong with `plan`, one phrase per defect; empty if it is sound."""
    products = {product.stock_code: product for product in typed_rows(inputs, Product)}
    if len(plan) > settings.max_campaigns:
        yield f"{len(plan)} campaigns, more than {settings.max_campaigns}"
    for code, count in Counter(row.stock_code for row in plan).items():
        if count > 1:
            yield f"{code} has two campaigns"
    for row in plan:
        for broken in _broken_rules(row, products.get(row.stock_code), settings):
            yield f"{row.stock_code} {broken}"
    if settings.strategy == "optimum":
        yield from _broken_limits(plan, products, settings)


def _broken_rules(
    row: PlannedCampaign, product: Product | None, settings: PlanSettings
) -> Iterator[str]:
    if row.objective not in OBJECTIVES or row.target not in SEGMENTS:
        yield "has an unknown objective or segment"
    if product is None:
        yield "is no product of the catalogue"
        return
    if any(
        getattr(row, name) != getattr(product, name)
        for name in ("stock", "unit_price", "unit_cost")
    ):
        yield "does not say what its product says"
    if settings.strategy == "optimum":
        yield from _broken_bounds(row, product, settings)


def _broken_bounds(row: PlannedCampaign, product: Product, settings: PlanSettings) -> Iterator[str]:
    locked = any(lock.stock_code == row.stock_code for lock in settings.locked)
    if row.discount not in settings.ladder or row.discount > settings.max_discount:
        yield f"has a discount of {row.discount}, which the shop does not use"
    if product.status == UNDERSTOCKED:
        yield "is promoted though it is understocked"
    if row.objective in CLEARING and row.stock_cleared <= 0:
        yield "is to be cleared though it frees no stock"
    if row.expected_units > product.stock + _OF_FOUR_DECIMALS + TOLERANCE:
        yield "promises more than is in stock"
    paid = (product.unit_price or 0.0) * (_FULL - row.discount) / _FULL
    if paid - (product.unit_cost or 0.0) < settings.margin_floor * paid - TOLERANCE:
        yield "sells below cost and margin floor"
    requested = locked or (settings.min_freed is not None and row.stock_cleared >= 0)
    if not requested and row.risk_adjusted_gain < settings.min_gain - _OF_TWO_DECIMALS:
        yield "gains less than is worth the work"
    if not requested and row.p_gain < settings.min_p_gain - _OF_FOUR_DECIMALS - TOLERANCE:
        yield "is not sure enough to gain"


def _broken_limits(
    plan: Sequence[PlannedCampaign], products: Mapping[str, Product], settings: PlanSettings
) -> Iterator[str]:
    for segment, count in Counter(row.target for row in plan).items():
        if count > settings.max_per_customer:
            yield f"{segment} get {count} campaigns"
    known = (products.get(row.stock_code) for row in plan)
    categories = Counter(product.category for product in known if product is not None)
    for category, count in categories.items():
        if category and settings.max_per_category and count > settings.max_per_category:
            yield f"{category} has {count} campaigns"
    discount_cost = sum(row.discount_cost for row in plan)
    rounding = _OF_TWO_DECIMALS * len(plan) + TOLERANCE
    if settings.discount_budget is not None and discount_cost > settings.discount_budget + rounding:
        yield f"gives away {discount_cost:.2f}"
    planned = {row.stock_code: row for row in plan}
    for lock in settings.locked:
        row = planned.get(lock.stock_code)
        if lock.exclude != (row is None) or (row and row.discount != lock.discount):
            yield f"{lock.stock_code} does not follow its lock"
    stock_cleared = sum(row.stock_cleared * row.unit_cost for row in plan)
    short = _OF_TWO_DECIMALS * sum(row.unit_cost + 1 for row in plan) + TOLERANCE
    if settings.min_freed is not None and stock_cleared < settings.min_freed - short:
        yield f"frees {stock_cleared:.2f}"
