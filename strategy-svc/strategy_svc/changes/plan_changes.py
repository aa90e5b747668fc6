"""The difference between two plans of one shop, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from contract.inventory_statuses import UNDERSTOCKED
from contract.objectives import CLEARING
from fleet.statements import Statement
from strategy_svc.changes.statements import ChangeCode, changed_of, gone_of, new_of
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.response.product_responses import NONE

Row = Mapping[str, Any]
NEW, GONE, CHANGED = "new", "gone", "changed"
OFFER: Final = ("discount", "target_cluster", "objective")
_SIDE: Final = (*OFFER, "money_at_stake", "current_stock", "predicted_7d_demand")
_SETTINGS: Final = PlanSettings()


def plan_changes(
    then: Iterable[Row], now: Iterable[Row], inputs: pl.DataFrame | None
) -> list[dict[str, Any]]:
    """Rows that are new, gone, or advise something else; those with the most money first.

    Args:
        then: The earlier plan's rows.
        now: The live plan's rows.
        inputs: What the live plan was made from, to say why a row is gone; None where unknown.

    Returns:
        `kind`, `stock_code`, `product_name`, `before` and `now` (None where there is none), `money`
        (the larger of both) and `statement`.
    """
    before, after = _by_code(then), _by_code(now)
    found = [
        *(_new(row) for code, row in after.items() if code not in before),
        *(_changed(before[code], row) for code, row in after.items() if _differ(before, row)),
        *_gone([row for code, row in before.items() if code not in after], inputs),
    ]
    return sorted(found, key=lambda change: (-change["money"], change["stock_code"]))


def _by_code(rows: Iterable[Row]) -> dict[str, Row]:
    """By product; of a code that a foreign file repeats, the first."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row["stock_code"], row)
    return found


def _differ(before: Mapping[str, Row], row: Row) -> bool:
    then = before.get(row["stock_code"])
    return then is not None and any(then[name] != row[name] for name in OFFER)


def _new(row: Row) -> dict[str, Any]:
    return _change(NEW, row, None, row, new_of(row))


def _changed(then: Row, now: Row) -> dict[str, Any]:
    return _change(CHANGED, now, then, now, changed_of(then, now))


def _gone(rows: Sequence[Row], inputs: pl.DataFrame | None) -> Iterable[dict[str, Any]]:
    codes = [row["stock_code"] for row in rows]
    known = {} if inputs is None else _inputs_of(inputs, codes)
    for row in rows:
        product = known.get(row["stock_code"])
        why = "gone_unknown" if inputs is None else why_gone(row, product)
        yield _change(GONE, row, row, None, gone_of(why, row, product))


def _inputs_of(inputs: pl.DataFrame, codes: Sequence[str]) -> dict[str, Row]:
    found = inputs.filter(pl.col("stock_code").is_in(codes))
    return {row["stock_code"]: row for row in found.to_dicts()}


def why_gone(row: Row, product: Row | None) -> ChangeCode:
    """The code of the first reason for which a product is not promoted any more.

    Args:
        row: The earlier plan's row.
        product: Its row of the live plan's inputs; None where it has none.
    """
    if product is None or not product["demand"] or not _worth_known(product):
        return "gone_untold"
    if product["stock"] <= 0:
        return "gone_sold_out"
    if product["status"] == UNDERSTOCKED:
        return "gone_short"
    if row["objective"] in CLEARING and _within_cover(product):
        return "gone_cleared"
    return "gone_outdone"


def _worth_known(product: Row) -> bool:
    price, cost = product["unit_price"], product["unit_cost"]
    return bool(price) and cost is not None and product["evidence"] != NONE


def _within_cover(product: Row) -> bool:
    return product["stock"] <= product["demand"] * _SETTINGS.cover_weeks


def _change(
    kind: str, named: Row, then: Row | None, now: Row | None, cause: Statement
) -> dict[str, Any]:
    sides = [side for side in (then, now) if side is not None]
    return {
        "kind": kind,
        "stock_code": named["stock_code"],
        "product_name": named["product_name"],
        "before": None if then is None else _side(then),
        "now": None if now is None else _side(now),
        "money": max(side["money_at_stake"] or 0.0 for side in sides),
        "statement": cause,
    }


def _side(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _SIDE}
