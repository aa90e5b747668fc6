"""The difference between two plans of one shop, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from contract.inventory_statuses import UNDERSTOCKED
from contract.objectives import CLEARING
from fleet.statements import Statement
from strategy_svc.changes.advice import Advice, ProductNow
from strategy_svc.changes.schemas import Kind
from strategy_svc.changes.statements import (
    ChangeCode,
    changed_statement,
    new_statement,
    removed_statement,
)
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.typed_rows import typed_rows
from strategy_svc.response.product_responses import NONE

_SETTINGS: Final = PlanSettings()


@dataclass(frozen=True)
class Change:
    """A product whose advice has changed.

    Attributes:
        kind: new, gone or changed.
        before, now: Earlier and current advice; None if there was or is none.
        statement: Why.
    """

    kind: Kind
    before: Advice | None
    now: Advice | None
    statement: Statement

    @property
    def advice(self) -> Advice:
        """The newer of the two rows, which names the product."""
        advice = self.now or self.before
        assert advice is not None  # noqa: S101 - a change has a side
        return advice

    @property
    def money(self) -> float:
        """The larger of the money at stake then and now."""
        sides = (self.before, self.now)
        return max(side.money_at_stake or 0.0 for side in sides if side is not None)


def plan_changes(
    then: Iterable[Advice], now: Iterable[Advice], inputs: pl.DataFrame | None
) -> list[Change]:
    """Rows that are new, gone or changed, sorted by money at stake, largest first.

    Args:
        then: The earlier plan's rows.
        now: The live plan's rows.
        inputs: Inputs of the live plan, used to explain why a row is gone; None if unknown.
    """
    before, after = _by_code(then), _by_code(now)
    found = [
        *(_new(row) for code, row in after.items() if code not in before),
        *(_changed(before[code], row) for code, row in after.items() if _differ(before, row)),
        *_gone([row for code, row in before.items() if code not in after], inputs),
    ]
    return sorted(found, key=lambda change: (-change.money, change.advice.stock_code))


def _by_code(rows: Iterable[Advice]) -> dict[str, Advice]:
    """Rows by product; the first if another tool's file repeats a code."""
    found: dict[str, Advice] = {}
    for row in rows:
        found.setdefault(row.stock_code, row)
    return found


def _differ(before: Mapping[str, Advice], row: Advice) -> bool:
    then = before.get(row.stock_code)
    return then is not None and then.offer != row.offer


def _new(row: Advice) -> Change:
    return Change("new", None, row, new_statement(row))


def _changed(then: Advice, now: Advice) -> Change:
    return Change("changed", then, now, changed_statement(then, now))


def _gone(rows: Sequence[Advice], inputs: pl.DataFrame | None) -> Iterable[Change]:
    codes = [row.stock_code for row in rows]
    known = {} if inputs is None else _inputs_of(inputs, codes)
    for row in rows:
        product = known.get(row.stock_code)
        why = "gone_unknown" if inputs is None else why_gone(row, product)
        yield Change("gone", row, None, removed_statement(why, row, product))


def _inputs_of(inputs: pl.DataFrame, codes: Sequence[str]) -> dict[str, ProductNow]:
    found = inputs.filter(pl.col("stock_code").is_in(codes))
    return {product.stock_code: product for product in typed_rows(found, ProductNow)}


def why_gone(row: Advice, product: ProductNow | None) -> ChangeCode:
    """The code of the first reason that applies for no longer promoting a product.

    Args:
        row: The earlier plan's row.
        product: Its row in the live plan's inputs; None if it has none.
    """
    if product is None or not product.demand or not _worth_known(product):
        return "gone_inputs_missing"
    if product.stock <= 0:
        return "gone_sold_out"
    if product.status == UNDERSTOCKED:
        return "gone_short"
    if row.objective in CLEARING and product.stock <= product.demand * _SETTINGS.cover_weeks:
        return "gone_cleared"
    return "gone_outdone"


def _worth_known(product: ProductNow) -> bool:
    return bool(product.unit_price) and product.unit_cost is not None and product.evidence != NONE
